// SPDX-License-Identifier: Apache-2.0
#include <QTemporaryDir>
#include <QTest>

#include "core/base/files.h"
#include "core/flash/check.h"
#include "core/wire/blob.h"
#include "tests/flash/drawn_plan.h"
#include "tests/flash/image_builder.h"

using namespace espseal;
using namespace espseal::flash;
using namespace espseal::flash::test;
using namespace Qt::StringLiterals;

namespace {

// Entries as the SDK's scripts write them, made by hand.
QByteArray blob(std::initializer_list<std::pair<QByteArray, int>> entries)
{
    QByteArray out;
    for (const auto &[name, length] : entries) {
        out += name.leftJustified(32, '\0');
        out += char(length & 0xFF);
        out += char(length >> 8);
        out += QByteArray(length, 'x');
    }
    return out;
}

} // namespace

class FlashMeasureTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(); }

    void measures_data()
    {
        QTest::addColumn<QString>("region");
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<qint64>("content");
        QTest::addColumn<QString>("findings");
        const QString user1 = u"0x001000-0x0E0FFF user1 user1"_s;
        const QString ca = u"0x0FB000-0x0FBFFF ca ca"_s;
        const QString identity = u"0x0FC000-0x0FCFFF id identity"_s;
        const QByteArray image = fota_image(1, 0x2000);
        const QByteArray authority = blob({ { "TLS.ca_x509.cer", 700 } });
        const QByteArray pair = blob({ { "certificate", 700 }, { "private_key", 600 } });
        const auto broken
            = [](const char *region, const QString &range, const QString &code) { return u"%1 error %2 %3"_s.arg(code, QLatin1StringView(region), range); };
        const QString ca_range = u"0x0FB000-0x0FBFFF"_s;
        const QString id_range = u"0x0FC000-0x0FCFFF"_s;

        QTest::newRow("image") << user1 << image << qint64(image.size()) << u""_s;
        QTest::newRow("image with padding") << user1 << image + QByteArray(100, '\xFF') << qint64(image.size()) << u""_s;
        QTest::newRow("truncated image") << user1 << image.first(100) << qint64(100) << broken("user1", u"0x001000-0x0E0FFF"_s, u"image-broken"_s);
        QTest::newRow("CA blob") << ca << authority << qint64(authority.size()) << u""_s;
        QTest::newRow("CA blob as read from flash") << ca << authority + QByteArray(4096 - authority.size(), '\xFF') << qint64(authority.size()) << u""_s;
        QTest::newRow("erased sector") << ca << QByteArray(4096, '\xFF') << qint64(0) << broken("ca", ca_range, u"blob-entry-missing"_s);
        QTest::newRow("identity blob") << identity << pair << qint64(pair.size()) << u""_s;
        QTest::newRow("identity without key") << identity << blob({ { "certificate", 700 } }) << qint64(734) << broken("id", id_range, u"blob-entry-missing"_s);
        QTest::newRow("CA instead of identity") << identity << authority << qint64(authority.size())
                                                << broken("id", id_range, u"blob-entry-missing"_s) + u'\n' + broken("id", id_range, u"blob-entry-missing"_s);
        QTest::newRow("truncated blob") << identity << pair.chopped(1) << qint64(pair.size() - 1) << broken("id", id_range, u"blob-broken"_s);
        QTest::newRow("PEM file instead of a blob") << ca << QByteArray("-----BEGIN CERTIFICATE-----\nMIIB\n").repeated(9) << qint64(33 * 9)
                                                    << broken("ca", ca_range, u"blob-broken"_s);
        QTest::newRow("irom part") << u"0x010000-0x06BFFF irom irom0text"_s << QByteArray(5000, 'i') << qint64(5000) << u""_s;
        QTest::newRow("web page as irom part") << u"0x010000-0x06BFFF irom irom0text"_s << QByteArray("<html>no such file</html>") << qint64(25)
                                               << u"file-not-flash-content error irom 0x010000-0x06BFFF"_s;
        QTest::newRow("PHY data") << u"0x3FC000-0x3FCFFF phy phy-data"_s << QByteArray(128, '\x05') << qint64(128) << u""_s;
        QTest::newRow("erased PHY data") << u"0x3FC000-0x3FCFFF phy phy-data"_s << QByteArray(128, '\xFF') << qint64(128)
                                         << u"file-not-flash-content error phy 0x3FC000-0x3FCFFF"_s;
        QTest::newRow("blank.bin") << u"0x3FE000-0x3FEFFF blank system-parameters"_s << QByteArray(4096, '\xFF') << qint64(4096) << u""_s;
        QTest::newRow("file system") << u"0x200000-0x2FFFFF fs file-system"_s << QByteArray(70000, 'f') << qint64(70000) << u""_s;
    }
    void measures()
    {
        QFETCH(const QString, region);
        QFETCH(const QByteArray, file);
        QFETCH(const QString, findings);
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"content.bin"_s);
        QVERIFY(write_file(path, file));
        Plan plan = drawn(u"4MB 1024+1024\n%1 file=%2"_s.arg(region, path));
        const QList<Finding> found = measure(plan);
        QCOMPARE(lines_of(found), findings);
        QTEST(qint64(plan.regions[0].content.value_or(Size(9999999)).value()), "content");
        QCOMPARE(plan.regions[0].has_image(), region.contains(u"user1"_s) && findings.isEmpty());
    }

    void boot_loaders_have_a_version_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("findings"); // on a map that needs 1.4
        const auto boot = [](const QByteArray &text, qsizetype length) {
            const QByteArray data = QByteArray(16, 'b') + text + QByteArray(length - 16 - 8 - 8 - 16 - text.size(), 'c');
            return plain_image({ .flash = 0, .segments = { { 0x40100000, data } } });
        };
        const QString old = u"boot-too-old error boot 0x000000-0x000FFF"_s;
        QTest::newRow("by its text") << boot("2nd boot version : 1.7(5d6f877)", 800) << u"1.7"_s << QString();
        QTest::newRow("an old one by its text") << boot("2nd boot version : 1.2", 800) << u"1.2"_s << old;
        QTest::newRow("by its length") << boot("", 1936) << u"1.2"_s << old;
        QTest::newRow("the newest by its length") << boot("", 4080) << u"1.7"_s << QString();
        QTest::newRow("unknown") << boot("", 800) << QString() << QString();
        QTest::newRow("text without number") << boot("2nd boot version : x", 800) << QString() << QString();
    }
    void boot_loaders_have_a_version()
    {
        QFETCH(const QByteArray, file);
        QFETCH(const QString, version);
        QFETCH(const QString, findings);
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"boot.bin"_s);
        QVERIFY(write_file(path, file));
        Plan plan = drawn(u"4MB 1024+1024\n0x0-0xFFF boot bootloader file=%1\n0x001000-0x0E0FFF user1 user1"_s.arg(path));
        QCOMPARE(lines_of(measure(plan)), QString());
        QCOMPARE(plan.regions[0].image.boot_version, version);
        QCOMPARE(lines_of(check(plan)), findings);
    }

    void missing_files_keep_what_was_known()
    {
        Plan plan = drawn(u"4MB 1024+1024\n0x0FB000-0x0FBFFF ca ca content=1210 file=/nowhere/ca.bin"_s);
        const QList<Finding> found = measure(plan);
        QCOMPARE(lines_of(found), u"file-missing error ca 0x0FB000-0x0FBFFF"_s);
        QVERIFY(found[0].message.contains(u"/nowhere/ca.bin"_s));
        QCOMPARE(plan.regions[0].content, Size(1210));
    }

    // The measured image, not its slot, is what counts.
    void measured_images_reach_the_rules()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"user1.bin"_s);
        QVERIFY(write_file(path, fota_image(2, 0x78000, { .flash = 0x50 })));
        Plan plan = drawn(
            u"4MB 1024+1024\n0x0-0xFFF boot bootloader\n0x001000-0x0E0FFF user1 user1 file=%1\n0x077000-0x077FFF ca ca\n0x0D0000-0x0D0FFF id identity"_s.arg(
                path));
        QCOMPARE(lines_of(measure(plan)), u""_s);
        QCOMPARE(lines_of(check(plan)),
            u"image-header-flash-size error user1 0x001000-0x0E0FFF\nimage-wrong-program error user1 0x001000-0x0E0FFF\n"
            u"lost-at-next-fota warning id,user1 0x0D0000-0x0D0FFF\noverlaps-code error ca,user1 0x077000-0x077FFF"_s);
    }
};

QTEST_GUILESS_MAIN(FlashMeasureTest)
#include "tst_flash_measure.moc"
