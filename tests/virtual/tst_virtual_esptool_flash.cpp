// SPDX-License-Identifier: Apache-2.0
#include "tests/virtual/esptool_runner.h"

#include <QFile>
#include <QObject>

using namespace Qt::StringLiterals;
using namespace espseal::test;

// What esptool does to the flash, compared with what is in it then.
class TestEsptoolFlash : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { runner_ = std::make_unique<EsptoolRunner>(); }
    void writes_data();
    void writes();
    void without_stub_the_next_sector_is_wiped();
    void verifies_and_reads();
    void erases();

private:
    std::unique_ptr<EsptoolRunner> runner_;
};

void TestEsptoolFlash::writes_data()
{
    QTest::addColumn<QStringList>("before");
    QTest::addColumn<QStringList>("how");
    QTest::newRow("compressed") << QStringList() << QStringList();
    QTest::newRow("plain, fast") << QStringList { u"--baud"_s, u"460800"_s } << QStringList { u"-u"_s };
    QTest::newRow("without stub") << QStringList { u"--no-stub"_s } << QStringList();
}

void TestEsptoolFlash::writes()
{
    QFETCH(QStringList, before);
    QFETCH(QStringList, how);
    const QByteArray content = sample(100'000);
    runner_->device.set_flash(0x200000, QByteArray(0x20000, '\0'));
    const auto run = runner_->over_network(before + QStringList { u"write_flash"_s } + how + QStringList { u"0x200000"_s, runner_->sample_file(content) });
    QVERIFY2(run.code == 0, run.output.constData());
    QVERIFY(runner_->device.flash(0x200000, content.size()) == content);
    QCOMPARE(run.output.contains("Hash of data verified."), !before.contains(u"--no-stub"_s));
}

void TestEsptoolFlash::without_stub_the_next_sector_is_wiped()
{
    const QByteArray neighbour(4096, 'n'), content = sample(4096);
    for (const bool stub : { true, false }) {
        runner_->device.set_flash(0x211000, neighbour);
        const auto run = runner_->over_network(
            (stub ? QStringList() : QStringList { u"--no-stub"_s }) + QStringList { u"write_flash"_s, u"0x210000"_s, runner_->sample_file(content) });
        QVERIFY2(run.code == 0, run.output.constData());
        QCOMPARE(runner_->device.flash(0x210000, 4096), content);
        QCOMPARE(runner_->device.flash(0x211000, 4096), stub ? neighbour : QByteArray(4096, '\xFF'));
    }
}

void TestEsptoolFlash::verifies_and_reads()
{
    const QByteArray content = sample(20'000);
    runner_->device.set_flash(0x220000, content);
    const QString file = runner_->sample_file(content), read = runner_->device.file(u"read.bin"_s);
    QCOMPARE(runner_->over_network({ u"verify_flash"_s, u"0x220000"_s, file }).code, 0);
    runner_->device.set_flash(0x220100, "x"_ba);
    const auto differs = runner_->over_network({ u"verify_flash"_s, u"0x220000"_s, file });
    QCOMPARE(differs.code, 2);
    QVERIFY2(differs.output.contains("verify FAILED"), differs.output.constData());
    QCOMPARE(runner_->over_network({ u"read_flash"_s, u"0x220000"_s, u"0x5000"_s, read }).code, 0);
    QFile got(read);
    QVERIFY(got.open(QIODevice::ReadOnly));
    QVERIFY(got.readAll() == runner_->device.flash(0x220000, 0x5000));
}

void TestEsptoolFlash::erases()
{
    runner_->device.set_flash(0x230000, QByteArray(0x4000, 'x'));
    QCOMPARE(runner_->over_network({ u"erase_region"_s, u"0x231000"_s, u"0x2000"_s }).code, 0);
    QCOMPARE(runner_->device.flash(0x230000, 0x4000), QByteArray(0x1000, 'x') + QByteArray(0x2000, '\xFF') + QByteArray(0x1000, 'x'));
    const QByteArray before = runner_->device.flash(0, 4 << 20);
    QCOMPARE(runner_->over_network({ u"erase_flash"_s }).code, 0);
    QVERIFY(runner_->device.flash(0, 4 << 20) == QByteArray(4 << 20, '\xFF'));
    runner_->device.set_flash(0, before);
}

QTEST_GUILESS_MAIN(TestEsptoolFlash)
#include "tst_virtual_esptool_flash.moc"
