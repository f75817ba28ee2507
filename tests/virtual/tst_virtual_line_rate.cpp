// SPDX-License-Identifier: Apache-2.0
#include "tests/virtual/device_process.h"
#include "tests/virtual/rom_client.h"

#include <QElapsedTimer>
#include <QObject>

using namespace Qt::StringLiterals;
using namespace espseal::test;

namespace {

constexpr int bits_per_byte = 10;

// Milliseconds to send 4 KiB to the ROM at this speed, without erasing.
qint64 time_to_send(quint32 baud)
{
    DeviceProcess device({ u"--line-rate"_s, u"real"_s });
    RomClient client(device.port());
    client.serial.set_baud(baud);
    client.enter_loader();
    if (client.request(0x02, words({ 0, 4, 0x400, 0x200000 })).status != 0)
        return 0;
    QElapsedTimer timer;
    timer.start();
    for (quint32 packet = 0; packet < 4; ++packet) {
        if (client.data(0x03, QByteArray(0x400, 'x'), packet).status != 0)
            return 0;
    }
    return timer.elapsed();
}

} // namespace

// `--line-rate real`: bytes and flash take their time. Only what the speeds themselves imply is asserted: lower bounds and an order.
class TestLineRate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bytes_take_their_time();
    void flash_takes_its_time();
    void ring_overflows_while_the_flash_is_erased();
    void stub_receives_while_it_writes();
};

void TestLineRate::bytes_take_their_time()
{
    const qint64 slow = time_to_send(38400), fast = time_to_send(460800);
    QVERIFY(slow >= 4 * 1024 * bits_per_byte * 1000 / 38400);
    QVERIFY(fast >= 4 * 1024 * bits_per_byte * 1000 / 460800);
    QVERIFY2(slow > fast, (QByteArray::number(slow) + " ms against " + QByteArray::number(fast)).constData());
}

void TestLineRate::flash_takes_its_time()
{
    DeviceProcess device({ u"--line-rate"_s, u"real"_s });
    RomClient client(device.port());
    client.serial.set_baud(460800);
    client.enter_loader();
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(client.request(0x02, words({ 0x1000, 1, 0x400, 0x200000 })).status, 0);
    QVERIFY(timer.elapsed() >= 90); // two sectors, by the ROM's defect
}

void TestLineRate::ring_overflows_while_the_flash_is_erased()
{
    DeviceProcess device({ u"--line-rate"_s, u"real"_s });
    RomClient client(device.port());
    client.serial.set_baud(460800);
    client.enter_loader();
    // Eight sectors by the bug's arithmetic: longer than 100 requests of 14 bytes take.
    const QByteArray reads = request_frame(0x0A, words({ 0x40001000 })).repeated(100);
    client.serial.write(request_frame(0x02, words({ 0x4000, 1, 0x400, 0x200000 })) + reads);
    QCOMPARE(client.answer().op, 0x02);
    for (int i = 0; i < 255 / 14; ++i)
        QCOMPARE(client.answer().op, 0x0A);
    // The rest is lost, and the piece of a frame at the ring's end spoils the next one.
    client.serial.write(request_frame(0x0A, words({ 0x40001000 })) + request_frame(0x09, {}));
    quint8 op = 0x0A;
    for (int left = 3; left > 0 && op != 0x09; --left)
        op = client.answer().op;
    QCOMPARE(op, 0x09);
}

void TestLineRate::stub_receives_while_it_writes()
{
    DeviceProcess device({ u"--line-rate"_s, u"real"_s });
    RomClient client(device.port());
    client.serial.set_baud(460800);
    client.enter_loader();
    QCOMPARE(client.request(0x05, words({ 64, 1, 0x1800, 0x4010D000 })).status, 0);
    QCOMPARE(client.data(0x07, QByteArray(64, 'c'), 0).status, 0);
    QCOMPARE(client.request(0x06, words({ 0, 0x4010D004 })).status, 0);
    QCOMPARE(client.frame(), "OHAI"_ba);
    QCOMPARE(client.request(0x02, words({ 0x2000, 2, 0x1000, 0x200000 })).status, 0);
    const QByteArray one(0x1000, '1'), two(0x1000, '2');
    QCOMPARE(client.data(0x03, one, 0).status, 0);
    QCOMPARE(client.data(0x03, two, 1).status, 0);
    QCOMPARE(client.request(0x04, words({ 1 })).status, 0);
    QCOMPARE(device.flash(0x200000, 0x2000), one + two);
}

QTEST_GUILESS_MAIN(TestLineRate)
#include "tst_virtual_line_rate.moc"
