// SPDX-License-Identifier: Apache-2.0
#include "tests/virtual/device_process.h"
#include "tests/virtual/rom_client.h"
#include "tests/virtual/spi_client.h"

#include <QObject>

using namespace Qt::StringLiterals;
using namespace espseal::test;

// The SPI unit behind READ_REG and WRITE_REG, and the NOR flash behind that.
class TestNor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void id_names_the_size_data();
    void id_names_the_size();
    void nothing_before_attach();
    void reads_by_user_command_and_hard_wired();
    void address_stands_left_aligned();
    void programs_only_clear_bits();
    void program_wraps_in_its_page();
    void write_needs_the_latch();
    void erases_exactly_one_sector();
    void block_protection();
    void status_registers();
    void sfdp();
    void power_down();
};

void TestNor::id_names_the_size_data()
{
    QTest::addColumn<QString>("size");
    QTest::addColumn<quint32>("id");
    QTest::newRow("512KB") << u"512KB"_s << 0x1340EFU;
    QTest::newRow("1MB") << u"1MB"_s << 0x1440EFU;
    QTest::newRow("4MB") << u"4MB"_s << 0x1640EFU;
    QTest::newRow("16MB") << u"16MB"_s << 0x1840EFU;
}

void TestNor::id_names_the_size()
{
    QFETCH(QString, size);
    QFETCH(quint32, id);
    DeviceProcess device({ u"--flash-size"_s, size });
    SpiClient spi(device.port());
    QCOMPARE(spi.user(0x9F, std::nullopt, {}, 3), words({ id }).first(3));
    spi.rom.write_registers({ { spi_cmd, 1U << 28 } });
    QCOMPARE(spi.rom.read_register(spi_w0), id);
}

void TestNor::nothing_before_attach()
{
    DeviceProcess device;
    SpiClient spi(device.port(), SpiClient::Detached);
    QCOMPARE(spi.user(0x9F, std::nullopt, {}, 3), "\xFF\xFF\xFF"_ba);
    spi.rom.attach();
    QCOMPARE(spi.user(0x9F, std::nullopt, {}, 3), "\xEF\x40\x16"_ba);
}

void TestNor::reads_by_user_command_and_hard_wired()
{
    DeviceProcess device;
    QByteArray content;
    for (int i = 0; i < 64; ++i)
        content.append(char(i * 3));
    device.set_flash(0x123456, content);
    SpiClient spi(device.port());
    QCOMPARE(spi.user(0x03, 0x123456, {}, 64), content);
    QCOMPARE(spi.user(0x03, 0x123457, {}, 5), content.mid(1, 5));
    QCOMPARE(spi.hard_wired_read(0x123456, 32), content.first(32));
    QCOMPARE(spi.hard_wired_read(0x123456, 64), content);
}

void TestNor::address_stands_left_aligned()
{
    DeviceProcess device;
    device.set_flash(0x10, "at sixteen"_ba);
    SpiClient spi(device.port());
    QCOMPARE(spi.user(0x03, 0x10, {}, 10), "at sixteen"_ba);
    // The raw value, as old clients write it, is an address of 0.
    spi.rom.write_registers({ { spi_addr, 0x10 }, { spi_cmd, 1U << 18 } });
    QCOMPARE(words({ spi.rom.read_register(spi_w0) }), device.flash(0, 4));
}

void TestNor::programs_only_clear_bits()
{
    DeviceProcess device;
    SpiClient spi(device.port());
    spi.write_enable();
    spi.user(0x02, 0x200000, "\xF0\x0F\xFF\x55"_ba, 0);
    spi.write_enable();
    spi.user(0x02, 0x200000, "\x3C\x3C\x3C\x3C"_ba, 0);
    QCOMPARE(device.flash(0x200000, 5), "\x30\x0C\x3C\x14\xFF"_ba);
    spi.erase_sector(0x200000);
    QCOMPARE(device.flash(0x200000, 4), QByteArray(4, '\xFF'));
}

void TestNor::program_wraps_in_its_page()
{
    DeviceProcess device;
    SpiClient spi(device.port());
    spi.write_enable();
    spi.user(0x02, 0x2000FE, "abcd"_ba, 0);
    QCOMPARE(device.flash(0x2000FE, 2), "ab"_ba);
    QCOMPARE(device.flash(0x200000, 2), "cd"_ba);
    QCOMPARE(device.flash(0x200100, 2), "\xFF\xFF"_ba);
}

void TestNor::write_needs_the_latch()
{
    DeviceProcess device;
    SpiClient spi(device.port());
    spi.user(0x02, 0x200000, "\0\0\0\0"_ba, 0);
    QCOMPARE(device.flash(0x200000, 4), QByteArray(4, '\xFF'));
    spi.write_enable();
    QCOMPARE(quint8(spi.user(0x05, std::nullopt, {}, 1)[0]), 0x02);
    spi.user(0x04, std::nullopt, {}, 0);
    QCOMPARE(quint8(spi.user(0x05, std::nullopt, {}, 1)[0]), 0x00);
    spi.user(0x02, 0x200000, "\0\0\0\0"_ba, 0);
    QCOMPARE(device.flash(0x200000, 4), QByteArray(4, '\xFF'));
    spi.write_enable();
    spi.user(0x02, 0x200000, "one!"_ba, 0);
    spi.user(0x02, 0x200004, "two!"_ba, 0); // the latch was used up
    QCOMPARE(device.flash(0x200000, 8), "one!\xFF\xFF\xFF\xFF"_ba);
}

void TestNor::erases_exactly_one_sector()
{
    DeviceProcess device;
    device.set_flash(0x200000, QByteArray(0x3000, 'x'));
    SpiClient spi(device.port());
    spi.erase_sector(0x201000); // hard-wired, in one packet of register writes
    QCOMPARE(device.flash(0x200000, 4096), QByteArray(4096, 'x'));
    QCOMPARE(device.flash(0x201000, 4096), QByteArray(4096, '\xFF'));
    QCOMPARE(device.flash(0x202000, 4096), QByteArray(4096, 'x'));
}

void TestNor::block_protection()
{
    DeviceProcess device;
    device.set_flash(0x200000, QByteArray(4096, 'x'));
    SpiClient spi(device.port());
    spi.write_enable();
    spi.user(0x01, std::nullopt, "\x1C"_ba, 0);
    QCOMPARE(quint8(spi.user(0x05, std::nullopt, {}, 1)[0]), 0x1C);
    spi.erase_sector(0x200000);
    QCOMPARE(device.flash(0x200000, 4096), QByteArray(4096, 'x')); // silently nothing
    spi.rom.attach(); // unlocks
    spi.erase_sector(0x200000);
    QCOMPARE(device.flash(0x200000, 4096), QByteArray(4096, '\xFF'));
    // BP = 6: the upper half only.
    device.set_flash(0, QByteArray(4096, 'x'));
    device.set_flash(0x200000, QByteArray(4096, 'x'));
    spi.write_enable();
    spi.user(0x01, std::nullopt, "\x18"_ba, 0);
    spi.erase_sector(0);
    spi.erase_sector(0x200000);
    QCOMPARE(device.flash(0, 4096), QByteArray(4096, '\xFF'));
    QCOMPARE(device.flash(0x200000, 4096), QByteArray(4096, 'x'));
    // The bits outlast a reset of the chip.
    spi.rom.enter_loader();
    QCOMPARE(device.status(u"flash_status"_s).toInt(), 0x18);
}

void TestNor::status_registers()
{
    DeviceProcess device;
    SpiClient spi(device.port());
    spi.write_enable();
    spi.user(0x01, std::nullopt, "\x00\x02"_ba, 0); // quad enable
    QCOMPARE(quint8(spi.user(0x35, std::nullopt, {}, 1)[0]), 0x02);
    QCOMPARE(quint8(spi.user(0x15, std::nullopt, {}, 1)[0]), 0x00);
    spi.rom.write_registers({ { spi_rd_status, 0xFF }, { spi_cmd, 1U << 27 } });
    QCOMPARE(spi.rom.read_register(spi_rd_status), 0U);
}

void TestNor::sfdp()
{
    DeviceProcess device;
    SpiClient spi(device.port());
    QCOMPARE(spi.user(0x5A, 0, {}, 4), "SFDP"_ba);
    QCOMPARE(spi.user(0x5A, 0x84, {}, 4), words({ 4 * 1024 * 1024 * 8 - 1 }));
    QCOMPARE(spi.user(0x77, std::nullopt, {}, 4), QByteArray(4, '\xFF')); // a command that it does not know
}

void TestNor::power_down()
{
    DeviceProcess device;
    SpiClient spi(device.port());
    spi.user(0xB9, std::nullopt, {}, 0);
    QCOMPARE(spi.user(0x9F, std::nullopt, {}, 3), "\xFF\xFF\xFF"_ba);
    spi.user(0xAB, std::nullopt, {}, 0);
    QCOMPARE(spi.user(0x9F, std::nullopt, {}, 3), "\xEF\x40\x16"_ba);
}

QTEST_GUILESS_MAIN(TestNor)
#include "tst_virtual_nor.moc"
