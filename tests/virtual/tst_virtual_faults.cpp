// SPDX-License-Identifier: Apache-2.0
#include "tests/virtual/device_process.h"
#include "tests/virtual/spi_client.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonArray>
#include <QObject>

using namespace Qt::StringLiterals;
using namespace espseal::test;

namespace {

QStringList fault(const QString &spec)
{
    return { u"--fault"_s, spec };
}

// How many of 300 requests, each alone on the wire, were answered right. An empty WRITE_REG: no lost byte makes another command of it.
int good_answers(RomClient &client)
{
    int good = 0;
    for (int i = 0; i < 300; ++i) {
        client.serial.write(request_frame(0x09, {}));
        const QList<QByteArray> frames = client.frames_now();
        good += frames.size() == 1 && frames[0] == QByteArray::fromHex("01090200070712200000");
    }
    return good;
}

} // namespace

// Each fault seen by a host; also that clearing it heals the device.
class TestFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void no_sync();
    void run_mode();
    void noise_and_drop_data();
    void noise_and_drop();
    void lost_answer();
    void stuck_sector();
    void stuck_busy();
    void unplug_after();
    void bad_id();
    void zero_efuse();
    void other_chip();
    void slow_erase();
    void switched_by_control_line();
    void bad_specs_data();
    void bad_specs();
};

void TestFaults::no_sync()
{
    DeviceProcess device(fault(u"no-sync"_s));
    RomClient client(device.port());
    client.serial.set_baud(74880);
    client.reset_into_loader();
    client.serial.write(sync_frame().repeated(5));
    QVERIFY(client.frames_now().isEmpty());
    QCOMPARE(device.status(u"program"_s).toString(), u"rom-loader"_s);
    device.control("clear no-sync");
    client.sync();
}

void TestFaults::run_mode()
{
    DeviceProcess device(fault(u"run-mode"_s));
    RomClient client(device.port());
    client.serial.set_baud(74880);
    client.serial.set_rts(true);
    client.serial.set_dtr(true);
    client.serial.set_rts(false);
    QVERIFY(client.serial.wait_for("boot mode:(3,6)").contains("rst cause:2"));
    client.serial.write(sync_frame().repeated(3));
    client.serial.settle();
    QCOMPARE(device.status(u"program"_s).toString(), u"application"_s);
    device.control("clear run-mode");
    client.enter_loader();
}

void TestFaults::noise_and_drop_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::newRow("noise") << "noise=100"_ba;
    QTest::newRow("drop") << "drop=100"_ba;
}

void TestFaults::noise_and_drop()
{
    QFETCH(QByteArray, spec);
    DeviceProcess device;
    RomClient client(device.port());
    client.enter_loader();
    QCOMPARE(good_answers(client), 300);
    QVERIFY(device.control("fault " + spec).value(u"ok"_s).toBool());
    const int good = good_answers(client);
    QVERIFY2(good > 100 && good < 290, QByteArray::number(good).constData());
}

void TestFaults::lost_answer()
{
    DeviceProcess device(fault(u"lost-answer=3"_s));
    RomClient client(device.port());
    client.enter_loader();
    const int before = device.status(u"commands"_s).toInt();
    QCOMPARE(good_answers(client), 200);
    QCOMPARE(device.status(u"commands"_s).toInt(), before + 300); // carried out all the same
}

void TestFaults::stuck_sector()
{
    DeviceProcess device(fault(u"stuck-sector=0x201234"_s));
    RomClient client(device.port());
    client.enter_loader();
    const QByteArray data = "a"_ba.leftJustified(0x400, 'b');
    QCOMPARE(client.request(0x02, words({ 0x1000, 4, 0x400, 0x201000 })).status, 0);
    QCOMPARE(client.data(0x03, data, 0).error, 8); // the ROM's read-back sees it
    QCOMPARE(device.flash(0x201000, 0x400), QByteArray(0x400, '\xFF'));
    QCOMPARE(client.request(0x02, words({ 0x1000, 4, 0x400, 0x200000 })).status, 0);
    QCOMPARE(client.data(0x03, data, 0).error, 0);
}

void TestFaults::stuck_busy()
{
    DeviceProcess device(fault(u"stuck-busy"_s));
    SpiClient spi(device.port());
    QCOMPARE(spi.user(0x9F, std::nullopt, {}, 3), "\xEF\x40\x16"_ba);
    spi.erase_sector(0x200000);
    QCOMPARE(quint8(spi.user(0x05, std::nullopt, {}, 1)[0]) & 1, 1);
    QCOMPARE(spi.user(0x9F, std::nullopt, {}, 3), "\xFF\xFF\xFF"_ba); // a busy flash answers nothing else
    spi.rom.serial.write(request_frame(0x02, words({ 0x1000, 1, 0x400, 0x200000 })));
    spi.rom.serial.write(request_frame(0x0A, words({ 0x40001000 })));
    QVERIFY(spi.rom.frames_now().isEmpty()); // the ROM waits for ever
    spi.rom.enter_loader(); // but a reset gets it back
}

void TestFaults::unplug_after()
{
    const QString link = QDir::temp().filePath(u"espseal-unplug-%1"_s.arg(QCoreApplication::applicationPid()));
    DeviceProcess device(fault(u"unplug-after=2048"_s) + QStringList { u"--pty"_s, link });
    QVERIFY(QFileInfo(link).isSymLink());
    RomClient client(device.port());
    client.enter_loader();
    const QByteArray data(0x400, 'a');
    QCOMPARE(client.request(0x02, words({ 0, 4, 0x400, 0x200000 })).status, 0);
    QCOMPARE(client.data(0x03, data, 0).error, 0);
    client.serial.write(request_frame(0x03, data_payload(data, 1), xor_checksum(data)));
    QVERIFY(client.serial.wait_for_hangup());
    QCOMPARE(device.flash(0x200000, 0xC00), data + data + QByteArray(0x400, '\xFF'));
    QCOMPARE(device.status(u"program"_s).toString(), u"unplugged"_s);
    QTcpSocket again;
    again.connectToHost(QHostAddress(QHostAddress::LocalHost), device.port());
    QVERIFY(!again.waitForConnected());
    QVERIFY(!QFileInfo(link).isSymLink());
}

void TestFaults::bad_id()
{
    DeviceProcess device(fault(u"bad-id"_s));
    SpiClient spi(device.port());
    QCOMPARE(spi.user(0x9F, std::nullopt, {}, 3), "\xFF\xFF\xFF"_ba);
    device.control("clear bad-id");
    QCOMPARE(spi.user(0x9F, std::nullopt, {}, 3), "\xEF\x40\x16"_ba);
}

void TestFaults::zero_efuse()
{
    DeviceProcess device(fault(u"zero-efuse"_s));
    RomClient client(device.port());
    client.enter_loader();
    for (const quint32 address : { 0x3FF00050, 0x3FF00054, 0x3FF00058, 0x3FF0005C })
        QCOMPARE(client.read_register(address), 0U);
}

void TestFaults::other_chip()
{
    DeviceProcess device(fault(u"other-chip"_s));
    RomClient client(device.port());
    client.enter_loader();
    QCOMPARE(client.read_register(0x40001000), 0x00F01D83U);
}

void TestFaults::slow_erase()
{
    DeviceProcess device(fault(u"slow-erase=100"_s));
    SpiClient spi(device.port());
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(spi.rom.request(0x02, words({ 0x1000, 1, 0x400, 0x200000 })).status, 0);
    QVERIFY(timer.elapsed() >= 200); // two sectors, by the ROM's defect; no more is said about time
    device.control("fault slow-erase=60000");
    spi.erase_sector(0x200000);
    QCOMPARE(quint8(spi.user(0x05, std::nullopt, {}, 1)[0]) & 1, 1);
}

void TestFaults::switched_by_control_line()
{
    DeviceProcess device(fault(u"noise=5000"_s) + fault(u"bad-id"_s));
    QCOMPARE(device.status(u"faults"_s).toArray(), (QJsonArray { u"noise=5000"_s, u"bad-id"_s }));
    QVERIFY(device.control("fault stuck-sector=0xFC000").value(u"ok"_s).toBool());
    QVERIFY(device.control("clear noise").value(u"ok"_s).toBool());
    QCOMPARE(device.status(u"faults"_s).toArray(), (QJsonArray { u"stuck-sector=0xfc000"_s, u"bad-id"_s }));
    const QJsonObject refused = device.control("fault no-such-thing");
    QVERIFY(!refused.value(u"ok"_s).toBool(true));
    QVERIFY(refused.value(u"error"_s).toString().contains(u"unplug-after"_s)); // names the ones that there are
    QVERIFY(!device.control("nonsense").value(u"ok"_s).toBool(true));
}

void TestFaults::bad_specs_data()
{
    QTest::addColumn<QString>("spec");
    for (const char *spec : { "nonsense", "noise", "noise=", "noise=0", "noise=x", "noise=99999999999", "bad-id=1", "stuck-sector", "unplug-after=-1" })
        QTest::newRow(spec) << QString::fromLatin1(spec);
}

void TestFaults::bad_specs()
{
    QFETCH(QString, spec);
    QProcess process;
    process.start(device_program(), fault(spec));
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 2);
    QVERIFY(process.readAllStandardError().contains("fault"));
}

QTEST_GUILESS_MAIN(TestFaults)
#include "tst_virtual_faults.moc"
