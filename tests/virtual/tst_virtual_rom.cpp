// SPDX-License-Identifier: Apache-2.0
#include "tests/virtual/device_process.h"
#include "tests/virtual/rom_client.h"

#include <QObject>

using namespace Qt::StringLiterals;
using namespace espseal::test;

// The mask ROM's loader protocol and its defects (serial-protocol facts: mask ROM 1.1 to 1.7), spoken by hand.
class TestRom : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void first_sync_is_lost();
    void first_sync_can_be_kept();
    void sync_is_answered_eight_times();
    void speed_is_measured_once();
    void identity();
    void value_word_is_stale();
    void refused_command_repeats_last_op();
    void refused_command_after_sync_is_answered_eightfold();
    void noise_before_a_frame_is_dropped();
    void wrong_lengths_are_refused_data();
    void wrong_lengths_are_refused();
    void sequence_counts_before_checksum();
    void flash_data_rules();
    void area_erase_data();
    void area_erase();
    void chip_size_limit();
    void ring_holds_255_bytes();
    void flash_end_leaves_the_loader();
    void write_registers_uses_mask();
    void ram_download();
};

void TestRom::first_sync_is_lost()
{
    DeviceProcess device;
    RomClient client(device.port());
    client.reset_into_loader();
    client.serial.write(sync_frame());
    QCOMPARE(client.frames_now().size(), 0);
    QCOMPARE(device.status(u"program"_s).toString(), u"rom-loader"_s);
    client.serial.write(sync_frame());
    QCOMPARE(client.frames_now().size(), 8);
}

void TestRom::first_sync_can_be_kept()
{
    DeviceProcess device({ u"--keep-first-sync"_s });
    RomClient client(device.port());
    client.reset_into_loader();
    client.serial.write(sync_frame());
    QCOMPARE(client.frames_now().size(), 8);
}

void TestRom::sync_is_answered_eight_times()
{
    DeviceProcess device;
    RomClient client(device.port());
    client.enter_loader();
    client.serial.write(sync_frame());
    const QList<QByteArray> frames = client.frames_now();
    QCOMPARE(frames.size(), 8);
    for (const QByteArray &frame : frames)
        QCOMPARE(frame, QByteArray::fromHex("01080200070712200000"));
}

void TestRom::speed_is_measured_once()
{
    DeviceProcess device;
    RomClient client(device.port());
    client.serial.set_baud(460800);
    client.enter_loader();
    QCOMPARE(client.read_register(0x60000014) & 0xFFFFF, 113U);
    client.serial.set_baud(115200);
    client.serial.write(sync_frame());
    QCOMPARE(client.frames_now().size(), 0);
    client.serial.set_baud(460800);
    client.serial.write(sync_frame());
    QCOMPARE(client.frames_now().size(), 8);
}

void TestRom::identity()
{
    DeviceProcess device({ u"--mac"_s, u"A4:CF:12:56:78:9A"_s });
    RomClient client(device.port());
    client.enter_loader();
    QCOMPARE(client.read_register(0x40001000), 0xFFF0C101U);
    QCOMPARE(client.read_register(0x3FF0005C), 0x00A4CF12U);
    QCOMPARE(client.read_register(0x3FF00054) & 0xFFFF, 0x5678U);
    QCOMPARE(client.read_register(0x3FF00050) >> 24, 0x9AU);
    QCOMPARE(client.read_register(0x60000014) & 0xFFFFF, 452U);
    QCOMPARE(device.ready().value(u"mac"_s).toString(), u"A4:CF:12:56:78:9A"_s);
}

void TestRom::value_word_is_stale()
{
    DeviceProcess device;
    RomClient client(device.port());
    client.enter_loader();
    QCOMPARE(client.request(0x09).value, 0x20120707U);
    QCOMPARE(client.read_register(0x40001000), 0xFFF0C101U);
    QCOMPARE(client.request(0x09).value, 0xFFF0C101U);
    QCOMPARE(client.request(0x05, words({ 0, 0, 0x1800, 0x40100000 })).value, 0xFFF0C101U);
}

void TestRom::refused_command_repeats_last_op()
{
    DeviceProcess device;
    RomClient client(device.port());
    client.enter_loader();
    (void)client.read_register(0x40001000);
    client.serial.write(request_frame(0x14, {}));
    client.serial.write(request_frame(0x00, {}));
    const QList<QByteArray> frames = client.frames_now();
    QCOMPARE(frames.size(), 2);
    QCOMPARE(frames[0], QByteArray::fromHex("010a020001c1f0ff0105"));
    QCOMPARE(frames[1], frames[0]);
}

void TestRom::refused_command_after_sync_is_answered_eightfold()
{
    DeviceProcess device;
    RomClient client(device.port());
    client.enter_loader();
    client.serial.write(request_frame(0x14, {}));
    const QList<QByteArray> frames = client.frames_now();
    QCOMPARE(frames.size(), 8);
    for (const QByteArray &frame : frames)
        QCOMPARE(frame, QByteArray::fromHex("01080200070712200105"));
}

void TestRom::noise_before_a_frame_is_dropped()
{
    DeviceProcess device;
    RomClient client(device.port());
    client.reset_into_loader();
    client.serial.write(sync_frame().chopped(1)); // measured; the rest has no closing delimiter yet
    client.serial.write("noise" + sync_frame());
    QCOMPARE(client.frames_now().size(), 8);
    client.serial.write(QByteArray(5, '\xC0') + request_frame(0x0A, words({ 0x40001000 })));
    QCOMPARE(client.frames_now().size(), 1);
}

void TestRom::wrong_lengths_are_refused_data()
{
    QTest::addColumn<quint8>("op");
    QTest::addColumn<QByteArray>("payload");
    QTest::newRow("FLASH_BEGIN of newer chips") << quint8(0x02) << words({ 0, 0, 0x400, 0, 0 });
    QTest::newRow("FLASH_BEGIN short") << quint8(0x02) << words({ 0, 0, 0x400 });
    QTest::newRow("FLASH_BEGIN large packets") << quint8(0x02) << words({ 0, 0, 0x1804, 0 });
    QTest::newRow("MEM_BEGIN short") << quint8(0x05) << words({ 0, 0, 0x400 });
    QTest::newRow("MEM_BEGIN large packets") << quint8(0x05) << words({ 0, 0, 0x4000, 0x40100000 });
    QTest::newRow("MEM_END long") << quint8(0x06) << words({ 1, 0, 0 });
    QTest::newRow("SPI_SET_PARAMS short") << quint8(0x0B) << words({ 0, 0x400000 });
    QTest::newRow("FLASH_DATA before FLASH_BEGIN") << quint8(0x03) << data_payload(QByteArray(16, 'x'), 0);
    QTest::newRow("FLASH_DATA without header") << quint8(0x03) << QByteArray();
    QTest::newRow("MEM_DATA longer than its frame") << quint8(0x07) << words({ 64, 0, 0, 0 });
}

void TestRom::wrong_lengths_are_refused()
{
    QFETCH(quint8, op);
    QFETCH(QByteArray, payload);
    DeviceProcess device;
    RomClient client(device.port());
    client.enter_loader();
    const Answer answer = client.request(op, payload);
    QCOMPARE(answer.op, op);
    QCOMPARE(answer.status, 1);
    QCOMPARE(answer.error, 5);
}

void TestRom::sequence_counts_before_checksum()
{
    DeviceProcess device;
    RomClient client(device.port());
    client.enter_loader();
    const QByteArray data(0x400, 'a');
    QCOMPARE(client.request(0x02, words({ 0x1000, 4, 0x400, 0x200000 })).status, 0);
    QCOMPARE(client.request(0x03, data_payload(data, 0), xor_checksum(data) ^ 1U).error, 7);
    QCOMPARE(client.data(0x03, data, 0).error, 5); // the packet cannot be repeated
    QCOMPARE(client.data(0x03, data, 1).error, 0);
    QCOMPARE(device.flash(0x200000, 0x400), data); // where the refused one should have gone
    // The way out: start again.
    QCOMPARE(client.request(0x02, words({ 0, 4, 0x400, 0x200400 })).status, 0);
    QCOMPARE(client.data(0x03, data, 0).error, 0);
    QCOMPARE(device.flash(0x200400, 0x400), data);
}

void TestRom::flash_data_rules()
{
    DeviceProcess device;
    RomClient client(device.port());
    client.enter_loader();
    QCOMPARE(client.request(0x02, words({ 0, 4, 0x1800, 0x200000 })).status, 0);
    QCOMPARE(client.data(0x03, QByteArray(0x1800, 'x'), 0).error, 0); // esptool's 0x400 is a habit, not the limit
    QCOMPARE(client.data(0x03, QByteArray(6, 'x'), 1).error, 5); // not a multiple of 4
    QCOMPARE(client.data(0x03, QByteArray("\x00\x00\x00\x01", 4), 2).error, 0);
    // Read back and compared: a bit cannot be set without erasing.
    QCOMPARE(client.request(0x02, words({ 0, 1, 0x400, 0x200000 })).status, 0);
    QCOMPARE(client.data(0x03, QByteArray("\xFF\x00\x00\x00", 4), 0).error, 8);
    QCOMPARE(device.flash(0x200000, 4), QByteArray("x\x00\x00\x00", 4));
}

void TestRom::area_erase_data()
{
    QTest::addColumn<quint32>("first"); // sector
    QTest::addColumn<quint32>("asked"); // sectors
    QTest::addColumn<quint32>("erased");
    QTest::newRow("one sector wipes the next") << 0x100U << 1U << 2U;
    QTest::newRow("two") << 0x100U << 2U << 4U;
    QTest::newRow("eight, as for a whole block") << 0x100U << 8U << 16U;
    QTest::newRow("nine, as for 17") << 0x100U << 9U << 18U;
    QTest::newRow("from the end of a block") << 0x10FU << 1U << 2U;
    QTest::newRow("head and two blocks") << 0x10EU << 20U << 22U;
    QTest::newRow("112, as for 128") << 0x100U << 112U << 128U;
    QTest::newRow("nothing") << 0x100U << 0U << 0U;
}

void TestRom::area_erase()
{
    QFETCH(quint32, first);
    QFETCH(quint32, asked);
    QFETCH(quint32, erased);
    DeviceProcess device;
    const qint64 around = 140;
    device.set_flash(0xF0000, QByteArray((16 + around) * 4096, 'x'));
    RomClient client(device.port());
    client.enter_loader();
    QCOMPARE(client.request(0x02, words({ asked * 4096, 0, 0x400, first * 4096 })).status, 0);
    quint32 blank = 0;
    for (quint32 sector = 0xF0; sector < 0xF0 + 16 + around; ++sector) {
        const bool in_range = sector >= first && sector < first + erased;
        QCOMPARE(device.flash(qint64(sector) * 4096, 4096) == QByteArray(4096, '\xFF'), in_range);
        blank += in_range;
    }
    QCOMPARE(blank, erased);
}

void TestRom::chip_size_limit()
{
    DeviceProcess device({ u"--flash-size"_s, u"8MB"_s });
    RomClient client(device.port());
    client.enter_loader();
    QCOMPARE(client.request(0x02, words({ 0x1000, 1, 0x400, 0x400000 })).error, 6);
    QCOMPARE(client.request(0x02, words({ 0x1000, 1, 0x400, 0x10800 })).error, 6); // not at a sector
    QCOMPARE(client.read_register(0x3FFFC71C), 0x400000U);
    client.write_registers({ { 0x3FFFC71C, 0x800000 } });
    QCOMPARE(client.request(0x02, words({ 0x1000, 1, 0x400, 0x400000 })).error, 0);
    QCOMPARE(client.data(0x03, "spam", 0).error, 0);
    QCOMPARE(device.flash(0x400000, 4), "spam"_ba);

    client.enter_loader(); // a reset forgets it
    QCOMPARE(client.request(0x02, words({ 0x1000, 1, 0x400, 0x400000 })).error, 6);
    QCOMPARE(client.request(0x0B, words({ 0x1740EF, 0x800000, 0x10000, 0x1000, 0x100, 0xFFFF })).status, 0);
    QCOMPARE(client.request(0x02, words({ 0x1000, 1, 0x400, 0x400000 })).error, 0);
    QCOMPARE(device.flash(0x400000, 4), QByteArray(4, '\xFF'));
}

void TestRom::ring_holds_255_bytes()
{
    DeviceProcess device;
    RomClient client(device.port());
    client.enter_loader();
    const QByteArray request = request_frame(0x0A, words({ 0x40001000 }));
    QCOMPARE(request.size(), 14);
    // The first is being carried out while the others arrive: 255 bytes hold 18 of them.
    client.serial.write(request.repeated(1 + 18));
    QCOMPARE(client.frames_now().size(), 19);
    client.serial.write(request.repeated(1 + 19));
    QCOMPARE(client.frames_now().size(), 19);
}

void TestRom::flash_end_leaves_the_loader()
{
    DeviceProcess device;
    RomClient client(device.port());
    client.enter_loader();
    QCOMPARE(client.request(0x02, words({ 0, 1, 0x400, 0x200000 })).status, 0);
    client.serial.write(request_frame(0x04, words({ 0 })));
    QCOMPARE(client.answer().error, 6); // one packet announced, none came; it leaves all the same
    client.serial.write(sync_frame());
    client.serial.write(sync_frame());
    QVERIFY(client.frames_now().isEmpty());
    QCOMPARE(device.status(u"program"_s).toString(), u"application"_s);
    QCOMPARE(device.status(u"boot_mode"_s).toString(), u"download"_s); // the strap latch stays
    QCOMPARE(device.status(u"flash_status"_s).toInt(), 0);

    client.enter_loader();
    client.attach();
    client.serial.write(request_frame(0x04, words({ 1 })));
    QCOMPARE(client.answer().error, 0);
    QCOMPARE(device.status(u"flash_status"_s).toInt(), 0x1C); // success locks the flash
}

void TestRom::write_registers_uses_mask()
{
    DeviceProcess device;
    RomClient client(device.port());
    client.enter_loader();
    constexpr quint32 ram = 0x3FFE8000;
    const QByteArray entries = words({ ram, 0x11223344, 0xFFFFFFFF, 0, ram, 0xAABBCCDD, 0x00FF00FF, 100, ram + 4, 5, 0xFFFFFFFF, 0 });
    QCOMPARE(client.request(0x09, entries).status, 0);
    QCOMPARE(client.read_register(ram), 0x11BB33DDU);
    QCOMPARE(client.read_register(ram + 4), 5U);
}

void TestRom::ram_download()
{
    DeviceProcess device;
    RomClient client(device.port());
    client.enter_loader();
    const QByteArray code(0x1800, '\x42');
    QCOMPARE(client.request(0x05, words({ 0x3000, 2, 0x1800, 0x40100000 })).status, 0);
    QCOMPARE(client.data(0x07, code, 0).status, 0);
    QCOMPARE(client.data(0x07, code, 0).error, 5);
    QCOMPARE(client.data(0x07, code, 1).status, 0);
    QCOMPARE(client.read_register(0x40102FFC), 0x42424242U);
    QCOMPARE(client.request(0x06, words({ 1, 0 })).status, 0); // stays
    QCOMPARE(client.read_register(0x40001000), 0xFFF0C101U);
}

QTEST_GUILESS_MAIN(TestRom)
#include "tst_virtual_rom.moc"
