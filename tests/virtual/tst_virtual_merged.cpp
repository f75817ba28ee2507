// SPDX-License-Identifier: Apache-2.0
// What `flash export` says about a plan, done by Debian's esptool on the virtual device: the command for the single files and the merged image leave the
// same flash.
#include "tests/virtual/esptool_runner.h"

#include <QFile>
#include <QObject>

#include "core/base/files.h"
#include "core/flash/check.h"
#include "core/flash/exports.h"
#include "core/flash/merged.h"
#include "core/flash/suggest.h"

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::test;

namespace {

constexpr qsizetype chip = 4 << 20;

QByteArray data(const QString &name)
{
    return read_file(qEnvironmentVariable("ESPSEAL_DATA_DIR") + u'/' + name).value();
}

} // namespace

class TestMerged : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { runner_ = std::make_unique<EsptoolRunner>(); }
    void leaves_the_same_flash_data();
    void leaves_the_same_flash();

private:
    // A plan with a file in each of its places.
    flash::Plan planned();

    std::unique_ptr<EsptoolRunner> runner_;
};

flash::Plan TestMerged::planned()
{
    flash::Plan plan = flash::default_plan(Size(chip), flash::MapKind::map_1024_1024, {}).value();
    const std::initializer_list<std::pair<flash::RegionRole, QString>> files { { flash::RegionRole::bootloader, u"flash/images/boot.bin"_s },
        { flash::RegionRole::user1, u"flash/images/user1.4096.new.6.bin"_s }, { flash::RegionRole::user2, u"flash/images/user2.4096.new.6.bin"_s },
        { flash::RegionRole::ca, u"sdk-tools/client/expected/bin/esp_ca_cert.bin"_s },
        { flash::RegionRole::identity, u"sdk-tools/client/expected/bin/esp_cert_private_key.bin"_s } };
    for (const auto &[role, name] : files) {
        for (flash::Region &region : plan.regions) {
            if (region.role != role)
                continue;
            region.file = runner_->device.file(flash::role_name(role) + u".bin"_s);
            if (!write_file(region.file, data(name)))
                qFatal("The device's folder cannot be written.");
        }
    }
    return plan;
}

void TestMerged::leaves_the_same_flash_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QString>("frequency");
    QTest::newRow("as the images say") << QString() << QString();
    QTest::newRow("mode and frequency from the plan") << u"dio"_s << u"80m"_s;
}

void TestMerged::leaves_the_same_flash()
{
    QFETCH(const QString, mode);
    QFETCH(const QString, frequency);
    flash::Plan plan = planned();
    plan.spi_mode = flash::spi_mode(mode);
    plan.spi_speed = flash::spi_speed(frequency);
    QVERIFY(!has_errors(flash::measure(plan)));
    const Result<SecureBytes> merged = flash::merged_image(plan);
    QVERIFY2(merged, qUtf8Printable(merged ? QString() : merged.error().message));
    const QByteArray expected(merged->chars(), static_cast<qsizetype>(merged->size()));
    QCOMPARE(static_cast<quint8>(expected[3]) >> 4, 6); // the boot file comes without a map
    QVERIFY(flash::merged_image_is_secret(plan));

    runner_->device.set_flash(0, QByteArray(chip, '\xFF'));
    const QString line = QString::fromUtf8(flash::export_plan(plan, flash::ExportFormat::esptool).value());
    const auto run = runner_->over_network(line.split(u' ', Qt::SkipEmptyParts).replaceInStrings(u"\n"_s, QString()));
    QVERIFY2(run.code == 0, run.output.constData());
    QVERIFY(runner_->device.flash(0, expected.size()) == expected);
    QVERIFY(runner_->device.flash(expected.size(), chip - expected.size()) == QByteArray(chip - expected.size(), '\xFF'));

    runner_->device.set_flash(0, QByteArray(chip, '\0'));
    const auto again = runner_->over_network({ u"write_flash"_s, u"0"_s, runner_->sample_file(expected) });
    QVERIFY2(again.code == 0, again.output.constData());
    QVERIFY(runner_->device.flash(0, expected.size()) == expected);
}

QTEST_GUILESS_MAIN(TestMerged)
#include "tst_virtual_merged.moc"
