// SPDX-License-Identifier: Apache-2.0
#include "tests/virtual/esptool_runner.h"

#include <QObject>

using namespace Qt::StringLiterals;
using namespace espseal::test;

// What esptool finds out, over both ports, and what it says of a device with faults.
class TestEsptool : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { runner_ = std::make_unique<EsptoolRunner>(); }
    void identifies_data();
    void identifies();
    void pty_without_reset();
    void ends_in_the_application();
    void reports_what_is_wrong_data();
    void reports_what_is_wrong();

private:
    std::unique_ptr<EsptoolRunner> runner_;
};

void TestEsptool::identifies_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("chip id") << QStringList { u"--no-stub"_s, u"chip_id"_s } << "Chip ID: 0x02000017"_ba;
    QTest::newRow("flash id") << QStringList { u"--no-stub"_s, u"flash_id"_s } << "Manufacturer: ef\nDevice: 4016\nDetected flash size: 4MB"_ba;
    QTest::newRow("flash id by stub") << QStringList { u"flash_id"_s } << "Detected flash size: 4MB"_ba;
    QTest::newRow("MAC") << QStringList { u"read_mac"_s } << "MAC: 5c:cf:7f:00:00:17"_ba;
}

void TestEsptool::identifies()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, says);
    const auto run = runner_->over_network(arguments);
    QVERIFY2(run.output.contains(says), run.output.constData());
    QVERIFY2(run.output.contains("Crystal is 26MHz") && !run.output.toLower().contains("warning"), run.output.constData());
    QCOMPARE(run.code, 0);
}

void TestEsptool::pty_without_reset()
{
    const QStringList pty { u"--port"_s, runner_->device.ready().value(u"pty"_s).toString(), u"--before"_s, u"no_reset"_s, u"--after"_s, u"no_reset"_s };
    const QByteArray content = sample(30'000);
    const auto found = EsptoolRunner::run(pty + QStringList { u"flash_id"_s }); // it has to find out the chip
    QVERIFY2(found.code == 0, found.output.constData());
    QVERIFY2(found.output.contains("Detecting chip type... ESP8266"), found.output.constData());
    const auto written = EsptoolRunner::run(pty + QStringList { u"--baud"_s, u"921600"_s, u"write_flash"_s, u"0x240000"_s, runner_->sample_file(content) });
    QVERIFY2(written.code == 0, written.output.constData());
    QVERIFY(runner_->device.flash(0x240000, content.size()) == content);
}

void TestEsptool::ends_in_the_application()
{
    const auto run = EsptoolRunner::run({ u"--port"_s, runner_->device.url(), u"--no-stub"_s, u"read_mac"_s }); // it has to find out the chip
    QVERIFY2(run.output.contains("Detecting chip type... ESP8266"), run.output.constData());
    QCOMPARE(run.code, 0);
    QVERIFY(QTest::qWaitFor([&] { return runner_->device.status(u"program"_s).toString() == u"application"_s; }));
    QCOMPARE(runner_->device.status(u"boot_mode"_s).toString(), u"flash"_s);
}

void TestEsptool::reports_what_is_wrong_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("no answer") << "run-mode"_ba << QStringList { u"--connect-attempts"_s, u"1"_s, u"read_mac"_s } << "Failed to connect to ESP8266"_ba;
    QTest::newRow("flash id") << "bad-id"_ba << QStringList { u"flash_id"_s } << "Failed to communicate with the flash chip"_ba;
    QTest::newRow("write that does not stick") << "stuck-sector=0x250000"_ba << QStringList { u"write_flash"_s, u"0x250000"_s, u"SAMPLE"_s }
                                               << "MD5 of file does not match data in flash"_ba;
}

void TestEsptool::reports_what_is_wrong()
{
    QFETCH(QByteArray, fault);
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, says);
    arguments.replaceInStrings(u"SAMPLE"_s, runner_->sample_file(sample(4096)));
    runner_->device.control("fault " + fault);
    const auto run = runner_->over_network(arguments);
    runner_->device.control("clear " + fault.split('=').first());
    QVERIFY2(run.output.contains(says), run.output.constData());
}

QTEST_GUILESS_MAIN(TestEsptool)
#include "tst_virtual_esptool.moc"
