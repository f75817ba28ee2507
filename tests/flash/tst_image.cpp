// SPDX-License-Identifier: Apache-2.0
#include <QTest>

#include "core/flash/chip.h"
#include "core/flash/image.h"
#include "tests/flash/image_builder.h"
#include "tests/present.h"

using namespace espseal;
using namespace espseal::flash;
using namespace espseal::flash::test;
using namespace Qt::StringLiterals;
using espseal::test::present;

namespace {

Result<ImageInfo> inspect(const QByteArray &file)
{
    return inspect_image({ reinterpret_cast<const std::uint8_t *>(file.constData()), static_cast<std::size_t>(file.size()) });
}

} // namespace

class ImageTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_a_plain_image()
    {
        const QByteArray file = plain_image({ .mode = 2, .flash = 0x4F });
        const Result<ImageInfo> info = inspect(file);
        QVERIFY(info);
        QCOMPARE(info->kind, ImageKind::plain);
        QCOMPARE(spi_mode_name(info->spi_mode), u"DIO"_s);
        QCOMPARE(spi_speed_name(info->spi_speed), u"80 MHz"_s);
        QCOMPARE(int(info->size_map), 4);
        QCOMPARE(info->entry, 0x40100004u);
        QCOMPARE(info->segments.size(), 3);
        QCOMPARE(info->segments[0], (Segment { Size(16), 0x40100000, Size(40) }));
        QCOMPARE(info->segments[1], (Segment { Size(64), 0x3FFE8000, Size(12) }));
        QVERIFY(info->checksum.ok());
        QVERIFY(!info->crc);
        QCOMPARE(info->code_end, Size(std::uint64_t(file.size())));
    }

    void reads_a_fota_image_data()
    {
        QTest::addColumn<int>("program");
        QTest::addColumn<int>("irom");
        QTest::newRow("user1") << 1 << 0x6000;
        QTest::newRow("user2") << 2 << 0x6000;
        QTest::newRow("no irom part") << 1 << 0;
        QTest::newRow("large") << 2 << 0xE0000;
        for (int i = 1; i <= 8; ++i) // CRCs with and without the sign bit
            QTest::addRow("irom of %d lines", i) << 1 << i * 16;
    }
    void reads_a_fota_image()
    {
        QFETCH(const int, program);
        QFETCH(const int, irom);
        const QByteArray file = fota_image(program, irom);
        const Result<ImageInfo> info = inspect(file);
        QVERIFY(info);
        QCOMPARE(info->kind, ImageKind::fota);
        QCOMPARE(info->program, program);
        QCOMPARE(int(info->size_map), 6);
        QCOMPARE(info->segments.size(), 4);
        QCOMPARE(info->segments[0], (Segment { Size(16), 0, Size(std::uint64_t(irom)) }));
        QVERIFY(info->checksum.ok());
        QVERIFY(present(info->crc).ok());
        QCOMPARE(info->code_end, Size(std::uint64_t(file.size())));
    }

    void reads_an_old_image()
    {
        const Result<ImageInfo> info = inspect(old_image(2, 0x4000));
        QVERIFY(info);
        QCOMPARE(info->kind, ImageKind::old);
        QCOMPARE(info->program, 2);
        QCOMPARE(info->segments.last(), (Segment { Size(0x10000), 0, Size(0x4000) }));
        QVERIFY(present(info->crc).ok());
    }

    // Padding that a linker or a flasher put behind the image does not count.
    void measures_without_what_follows()
    {
        const QByteArray file = fota_image(1, 0x1000);
        const Result<ImageInfo> info = inspect(file + QByteArray(5000, '\xFF'));
        QVERIFY(info);
        QVERIFY(present(info->crc).ok());
        QCOMPARE(info->code_end, Size(std::uint64_t(file.size())));
        QCOMPARE(info->file_size, Size(std::uint64_t(file.size()) + 5000));
    }

    void tells_a_boot_file_its_map()
    {
        QByteArray boot = plain_image({ .mode = 2, .flash = 0x0F });
        QVERIFY(set_size_map({ reinterpret_cast<std::uint8_t *>(boot.data()), std::size_t(boot.size()) }, 6));
        const Result<ImageInfo> info = inspect(boot);
        QCOMPARE(int(info->size_map), 6);
        QCOMPARE(int(info->spi_speed), 15);
        QVERIFY(info->checksum.ok());
        QByteArray fota = fota_image(1, 16);
        QVERIFY(!set_size_map({ reinterpret_cast<std::uint8_t *>(fota.data()), std::size_t(fota.size()) }, 6));
    }

    void sees_damage()
    {
        QByteArray file = fota_image(1, 0x1000);
        file[0x20] = '!'; // in the irom part: the checksum does not cover it
        QVERIFY(inspect(file)->checksum.ok());
        QVERIFY(!present(inspect(file)->crc).ok());
        QByteArray ram = plain_image();
        ram[20] = '!';
        QVERIFY(!inspect(ram)->checksum.ok());
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty") << QByteArray() << u"not-an-image"_s << u"empty"_s;
        QTest::newRow("web page") << QByteArray("\n<!DOCTYPE html><html>") << u"not-an-image"_s << u"web page"_s;
        QTest::newRow("zip") << QByteArray("PK\x03\x04....") << u"not-an-image"_s << u"zip"_s;
        QTest::newRow("ELF") << QByteArray("\x7F\x45\x4C\x46....") << u"not-an-image"_s << u"ELF"_s;
        QTest::newRow("erased") << QByteArray(4096, '\xFF') << u"not-an-image"_s << u"0xE9"_s;
        QTest::newRow("header only") << plain_image().first(7) << u"image-truncated"_s << u"header"_s;
        QTest::newRow("in a segment") << plain_image().first(40) << u"image-truncated"_s << u"segment 1"_s;
        QTest::newRow("before the checksum") << plain_image().chopped(1) << u"image-truncated"_s << u"checksum"_s;
        QTest::newRow("in the irom part") << fota_image(1, 0x1000).first(0x800) << u"image-truncated"_s << u"flash part"_s;
        QTest::newRow("too many segments") << QByteArray("\xE9\xFF\x00\x00\x00\x00\x00\x00", 8) + QByteArray(4096, '\0') << u"not-an-image"_s << u"header"_s;
        QTest::newRow("huge segment") << QByteArray("\xE9\x01\x00\x00\x00\x00\x00\x00\x00\x00\x10\x40\xFF\xFF\xFF\xFF", 16) << u"image-truncated"_s
                                      << u"segment 1"_s;
        QTest::newRow("huge irom part") << QByteArray("\xEA\x04\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\xF0\xFF\xFF\xFF", 16) << u"image-truncated"_s
                                        << u"flash part"_s;
    }
    void refuses()
    {
        QFETCH(const QByteArray, file);
        const Result<ImageInfo> info = inspect(file);
        QVERIFY(!info);
        QTEST(info.error().code, "code");
        QFETCH(const QString, says);
        QVERIFY2(info.error().message.contains(says), qUtf8Printable(info.error().message));
        QVERIFY(!info.error().fix.isEmpty());
    }

    void survives_every_truncation()
    {
        for (const QByteArray &file : { fota_image(1, 64), plain_image(), old_image(1, 16) }) {
            for (qsizetype length = 0; length < file.size(); length += length < 512 ? 1 : 997) {
                const Result<ImageInfo> info = inspect(file.first(length));
                QVERIFY(info || !info.error().message.isEmpty());
            }
        }
    }

    void understands_file_names_data()
    {
        QTest::addColumn<bool>("known");
        QTest::addColumn<int>("program");
        QTest::addColumn<int>("map");
        QTest::newRow("user1.4096.new.6.bin") << true << 1 << 6;
        QTest::newRow("user2.1024.new.2.bin") << true << 2 << 2;
        QTest::newRow("user1.512.old.0.bin") << true << 1 << 0;
        QTest::newRow("user3.4096.new.6.bin") << false << 0 << 0;
        QTest::newRow("user1.3000.new.6.bin") << false << 0 << 0;
        QTest::newRow("eagle.flash.bin") << false << 0 << 0;
    }
    void understands_file_names()
    {
        const std::optional<ImageFileName> name = parse_image_file_name(QString::fromLatin1(QTest::currentDataTag()));
        QTEST(name.has_value(), "known");
        if (name) {
            QTEST(name->program, "program");
            QTEST(int(name->size_map), "map");
        }
    }
};

QTEST_GUILESS_MAIN(ImageTest)
#include "tst_image.moc"
