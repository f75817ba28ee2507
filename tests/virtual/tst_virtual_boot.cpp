// SPDX-License-Identifier: Apache-2.0
#include "tests/virtual/device_process.h"
#include "tests/virtual/rom_client.h"

#include <QDir>
#include <QFile>
#include <QObject>
#include <csignal>

using namespace Qt::StringLiterals;
using namespace espseal::test;

namespace {

constexpr quint32 boot_speed = 74880;

QByteArray file_content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// The device starts afresh; what a host hears that listens at the ROM's speed.
QByteArray text_of_reset(DeviceProcess &device, SerialClient &client)
{
    client.set_baud(boot_speed);
    (void)client.take();
    device.control("reset");
    client.settle();
    return client.take();
}

} // namespace

// What a start from flash prints and whether it runs the application: it depends on what is really in flash.
class TestBoot : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void healthy_flash_data();
    void healthy_flash();
    void damaged_flash_data();
    void damaged_flash();
    void second_image_is_the_backup();
    void application_without_second_loader();
    void banner_tells_the_mode();
    void banner_needs_its_speed();
    void garbage_at_a_wrong_speed();
    void crash_is_a_watchdog_reset();
    void factory_images_are_what_a_new_flash_holds();
    void factory_images_never_change();
};

void TestBoot::healthy_flash_data()
{
    QTest::addColumn<QString>("size");
    QTest::addColumn<QByteArray>("map");
    QTest::newRow("512KB") << u"512KB"_s << "4Mbit(256KB+256KB)"_ba;
    QTest::newRow("1MB") << u"1MB"_s << "8Mbit(512KB+512KB)"_ba;
    QTest::newRow("2MB") << u"2MB"_s << "16Mbit(512KB+512KB)"_ba;
    QTest::newRow("4MB") << u"4MB"_s << "32Mbit(512KB+512KB)"_ba;
    QTest::newRow("16MB") << u"16MB"_s << "128Mbit(1024KB+1024KB)"_ba;
}

void TestBoot::healthy_flash()
{
    QFETCH(QString, size);
    QFETCH(QByteArray, map);
    DeviceProcess device({ u"--flash-size"_s, size });
    SerialClient client(device.port());
    const QByteArray text = text_of_reset(device, client);
    QVERIFY(text.startsWith("\n ets Jan  8 2013,rst cause:2, boot mode:(3,6)\n\nload 0x4010f000, len 3584, room 16 \ntail 0\n"));
    QVERIFY(text.contains("SPI Flash Size & Map: " + map + "\njump to run user1 @ 1000\n"));
    QCOMPARE(device.status(u"program"_s).toString(), u"application"_s);
    QCOMPARE(device.status(u"baud"_s).toInt() / 1000, 115);
}

void TestBoot::damaged_flash_data()
{
    QTest::addColumn<qint64>("address");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("says");
    const QByteArray blob = "TLS.ca_x509.cer"_ba.leftJustified(4096, '\0');
    QTest::newRow("nothing at 0") << 0LL << QByteArray(4096, '\xFF') << "ets_main.c 181"_ba;
    QTest::newRow("boot loader damaged") << 0x200LL << "oops"_ba << "csum err"_ba;
    QTest::newRow("boot loader with a map that there is not") << 3LL << "\x70"_ba << "flash map not support"_ba;
    QTest::newRow("blob over the application's start") << 0x1000LL << blob << "error magic!\nfirst boot failed\nerror magic!\nbackup boot failed"_ba;
    QTest::newRow("blob over its mapped code") << 0x20000LL << blob << "jump to run user1 @ 1000\n\n\nFatal exception 0(IllegalInstructionCause):"_ba;
    QTest::newRow("blob over its RAM segments") << 0x44000LL << blob << "csum err"_ba;
    QTest::newRow("blob over the header inside") << 0x43000LL << blob << "error magic!"_ba;
    QTest::newRow("PHY data erased") << 0x3FC000LL << QByteArray(4096, '\xFF') << "rf_cal[0] !=0x05,is 0xFF"_ba;
    QTest::newRow("blob over PHY data") << 0x3FC000LL << blob << "rf_cal[0] !=0x05,is 0x54"_ba;
    QTest::newRow("map of a smaller chip") << 3LL << "\x20"_ba << "rf_cal[0] !=0x05,is 0xFF"_ba;
}

void TestBoot::damaged_flash()
{
    QFETCH(qint64, address);
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, says);
    DeviceProcess device;
    SerialClient client(device.port());
    device.set_flash(address, content);
    const QByteArray text = text_of_reset(device, client);
    QVERIFY2(text.contains(says), text.constData());
    QCOMPARE(device.status(u"program"_s).toString(), u"halted"_s);
}

void TestBoot::second_image_is_the_backup()
{
    DeviceProcess device;
    SerialClient client(device.port());
    const QByteArray image = device.flash(0x1000, 0x6A000);
    device.set_flash(0x81000, image);
    device.set_flash(0x1000, QByteArray(4096, '\xFF'));
    QVERIFY(text_of_reset(device, client).contains("error magic!\nfirst boot failed\njump to run user2 @ 81000\n"));
    QCOMPARE(device.status(u"program"_s).toString(), u"application"_s);
}

void TestBoot::application_without_second_loader()
{
    DeviceProcess device;
    SerialClient client(device.port());
    // The RAM part of the factory's application, put where a build without FOTA has it: larger than any boot loader.
    const QByteArray code_length = device.flash(0x100C, 4);
    const qint64 inner = 0x1010 + *reinterpret_cast<const quint32 *>(code_length.constData());
    device.set_flash(0, device.flash(inner, 0x8000));
    device.set_flash(0x10000, "code that runs from flash"_ba);
    const QByteArray text = text_of_reset(device, client);
    QVERIFY(text.contains("load 0x40100000, len 27648, room 16 \n"));
    QVERIFY(!text.contains("2nd boot"));
    QCOMPARE(device.status(u"program"_s).toString(), u"application"_s);
    device.set_flash(0x10000, QByteArray(4096, '\xFF'));
    QVERIFY(text_of_reset(device, client).contains("Fatal exception 0(IllegalInstructionCause)"));
    QCOMPARE(device.status(u"program"_s).toString(), u"halted"_s);
}

void TestBoot::banner_tells_the_mode()
{
    DeviceProcess device;
    RomClient client(device.port());
    client.serial.set_baud(boot_speed);
    client.reset_into_application();
    client.serial.wait_for("rst cause:2, boot mode:(3,6)\n");
    client.serial.set_dtr(false);
    client.serial.set_rts(true);
    (void)client.serial.take();
    client.serial.set_dtr(true);
    client.serial.set_rts(false);
    client.serial.wait_for("\n ets Jan  8 2013,rst cause:2, boot mode:(1,7)\n\n");
    client.sync(); // the speed measurement does not mind
}

void TestBoot::banner_needs_its_speed()
{
    DeviceProcess device;
    SerialClient client(device.port());
    client.set_baud(57600);
    (void)client.take();
    device.control("download");
    client.settle();
    QCOMPARE(client.take(), QByteArray());
    client.set_baud(boot_speed);
    device.control("download");
    client.settle();
    QVERIFY(client.take().contains("boot mode:(1,7)"));
}

void TestBoot::garbage_at_a_wrong_speed()
{
    DeviceProcess device({ u"--wrong-speed"_s, u"garbage"_s });
    SerialClient client(device.port());
    client.set_baud(57600);
    device.control("download");
    client.settle();
    const QByteArray heard = client.take();
    QVERIFY(!heard.isEmpty());
    QVERIFY(!heard.contains("boot mode"));
}

void TestBoot::crash_is_a_watchdog_reset()
{
    DeviceProcess device;
    SerialClient client(device.port());
    client.set_baud(boot_speed);
    const QString pid = QString::number(device.process().processId());
    const QByteArray children = file_content(u"/proc/%1/task/%1/children"_s.arg(pid));
    const int application = children.trimmed().toInt();
    QVERIFY(application > 0);
    ::kill(application, SIGKILL);
    client.wait_for("rst cause:4, boot mode:(3,6)\n\nwdt reset\n");
    client.wait_for("jump to run user1 @ 1000\n");
    QCOMPARE(device.status(u"program"_s).toString(), u"application"_s);
}

void TestBoot::factory_images_are_what_a_new_flash_holds()
{
    QTemporaryDir folder;
    QProcess writer;
    writer.start(device_program(), { u"--write-factory-images"_s, folder.path() });
    QVERIFY(writer.waitForFinished());
    QCOMPARE(writer.exitCode(), 0);
    const QStringList names { u"blank.bin"_s, u"boot.bin"_s, u"esp_init_data_default.bin"_s, u"user1.4096.new.4.bin"_s };
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files, QDir::Name), names);

    DeviceProcess device;
    const QList<QByteArray> lines = writer.readAllStandardOutput().trimmed().split('\n');
    QCOMPARE(lines.size(), names.size());
    for (const QByteArray &line : lines) {
        const qsizetype space = line.indexOf(' ');
        const QByteArray content = file_content(folder.filePath(QString::fromUtf8(line.mid(space + 1))));
        QVERIFY(!content.isEmpty());
        QVERIFY(device.flash(line.first(space).toLongLong(nullptr, 16), content.size()) == content);
    }
    QVERIFY(file_content(folder.filePath(u"user1.4096.new.4.bin"_s)).contains("espseal-agent"));
}

void TestBoot::factory_images_never_change()
{
    DeviceProcess one, other;
    QVERIFY(one.flash(0, 4 << 20) == other.flash(0, 4 << 20));
}

QTEST_GUILESS_MAIN(TestBoot)
#include "tst_virtual_boot.moc"
