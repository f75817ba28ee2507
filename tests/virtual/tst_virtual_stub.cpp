// SPDX-License-Identifier: Apache-2.0
#include "tests/virtual/device_process.h"
#include "tests/virtual/rom_client.h"

#include <QCryptographicHash>
#include <QObject>
#include <QtEndian>

using namespace Qt::StringLiterals;
using namespace espseal::test;

namespace {

enum Op : quint8 {
    FlashBegin = 0x02,
    FlashData = 0x03,
    FlashEnd = 0x04,
    MemBegin = 0x05,
    MemEnd = 0x06,
    MemData = 0x07,
    ReadReg = 0x0A,
    ChangeBaud = 0x0F,
    DeflateBegin = 0x10,
    DeflateData = 0x11,
    DeflateEnd = 0x12,
    FlashMd5 = 0x13,
    EraseFlash = 0xD0,
    EraseRegion = 0xD1,
    ReadFlash = 0xD2,
    RunUserCode = 0xD3,
};

constexpr quint32 first_generation = 0x4010D000, second_generation = 0x4010C500;

// Any program in RAM will do: the device knows a stub by how it is uploaded.
void start_stub(RomClient &client, quint32 text = first_generation)
{
    client.enter_loader();
    QCOMPARE(client.request(MemBegin, words({ 64, 1, 0x1800, text })).status, 0);
    QCOMPARE(client.data(MemData, QByteArray(64, 'c'), 0).status, 0);
    QCOMPARE(client.request(MemBegin, words({ 16, 1, 0x1800, 0x3FFFACA8 })).status, 0);
    QCOMPARE(client.data(MemData, QByteArray(16, 'd'), 0).status, 0);
    QCOMPARE(client.request(MemEnd, words({ 0, text + 4 })).status, 0);
    QCOMPARE(client.frame(), "OHAI"_ba);
}

// The stream that zlib users exchange; Qt puts the length in front.
QByteArray deflated(const QByteArray &data)
{
    return qCompress(data).mid(4);
}

QByteArray pattern(qsizetype size)
{
    QByteArray data;
    for (qsizetype i = 0; i < size; ++i)
        data.append(char(i * 7 + i / 251));
    return data;
}

} // namespace

class TestStub : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void entry_outside_the_upload_crashes();
    void sync_tells_the_stub_by_its_value();
    void unknown_commands();
    void writes_plain_data_data();
    void writes_plain_data();
    void writes_compressed_data();
    void checksum_of_the_stream_may_come_last();
    void errors_come_one_packet_later_data();
    void errors_come_one_packet_later();
    void refuses_data_out_of_place();
    void erases_inside_the_announced_size();
    void erase_region_data();
    void erase_region();
    void erase_flash();
    void md5();
    void read_flash_waits_for_acknowledgement();
    void changes_speed();
    void end_with_reset_enters_the_rom_again();
    void run_user_code_starts_the_application();
};

void TestStub::entry_outside_the_upload_crashes()
{
    DeviceProcess device;
    RomClient client(device.port());
    client.enter_loader();
    QCOMPARE(client.request(MemEnd, words({ 0, first_generation })).status, 0);
    QCOMPARE(device.status(u"program"_s).toString(), u"halted"_s);
}

void TestStub::sync_tells_the_stub_by_its_value()
{
    DeviceProcess device;
    RomClient client(device.port());
    start_stub(client);
    client.serial.write(sync_frame());
    const QList<QByteArray> frames = client.frames_now();
    QCOMPARE(frames.size(), 8);
    QCOMPARE(frames[0], QByteArray::fromHex("01080200000000000000"));
    QCOMPARE(client.read_register(0x40001000), 0xFFF0C101U);
    QCOMPARE(client.request(0x0D, words({ 0 })).value, 0U); // no stale value here
}

void TestStub::unknown_commands()
{
    DeviceProcess device;
    RomClient client(device.port());
    start_stub(client);
    const Answer answer = client.request(0x14);
    QCOMPARE(answer.op, 0x14);
    QCOMPARE(answer.status, 0xFF);
    QCOMPARE(answer.error, 0x00);
}

void TestStub::writes_plain_data_data()
{
    QTest::addColumn<bool>("with_fifth_word");
    QTest::newRow("first generation") << false;
    QTest::newRow("second generation") << true;
}

void TestStub::writes_plain_data()
{
    QFETCH(bool, with_fifth_word);
    DeviceProcess device;
    RomClient client(device.port());
    start_stub(client, with_fifth_word ? second_generation : first_generation);
    const QByteArray data = pattern(20000);
    QByteArray begin = words({ 20000, 2, 0x4000, 0x200000 });
    if (with_fifth_word)
        begin += words({ 0 });
    QCOMPARE(client.request(FlashBegin, begin).status, 0);
    QCOMPARE(client.data(FlashData, data.first(0x4000), 7).status, 0); // nobody looks at the sequence number
    QCOMPARE(client.data(FlashData, data.mid(0x4000).leftJustified(0x4000, '\xFF'), 7).status, 0);
    QCOMPARE(client.request(FlashEnd, words({ 1 })).status, 0);
    QCOMPARE(device.flash(0x200000, 20000), data);
}

void TestStub::writes_compressed_data()
{
    DeviceProcess device;
    RomClient client(device.port());
    start_stub(client);
    const QByteArray data = pattern(100'000), stream = deflated(data);
    QCOMPARE(client.request(DeflateBegin, words({ 100'000, quint32(stream.size() / 512 + 1), 512, 0x200000 })).status, 0);
    quint32 sequence = 0;
    for (qsizetype at = 0; at < stream.size(); at += 512)
        QCOMPARE(client.data(DeflateData, stream.mid(at, 512), sequence++).status, 0);
    QCOMPARE(client.request(DeflateEnd, words({ 1 })).status, 0);
    QCOMPARE(device.flash(0x200000, 100'000), data);
}

void TestStub::checksum_of_the_stream_may_come_last()
{
    DeviceProcess device;
    RomClient client(device.port());
    start_stub(client);
    const QByteArray data = pattern(4096), stream = deflated(data);
    QCOMPARE(client.request(DeflateBegin, words({ 4096, 2, 0x4000, 0x200000 })).status, 0);
    QCOMPARE(client.data(DeflateData, stream.chopped(4), 0).status, 0);
    QCOMPARE(client.data(DeflateData, stream.last(4), 1).status, 0);
    QCOMPARE(client.request(DeflateEnd, words({ 1 })).status, 0);
    QCOMPARE(device.flash(0x200000, 4096), data);
}

void TestStub::errors_come_one_packet_later_data()
{
    QTest::addColumn<quint32>("announced");
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<int>("next_status");
    QTest::newRow("damaged stream") << 4096U << QByteArray("\x78\x9C damaged") << 0xC7;
    QTest::newRow("more than announced") << 4096U << deflated(pattern(8192)) << 0xC9;
}

void TestStub::errors_come_one_packet_later()
{
    QFETCH(quint32, announced);
    QFETCH(QByteArray, stream);
    QFETCH(int, next_status);
    DeviceProcess device;
    RomClient client(device.port());
    start_stub(client);
    QCOMPARE(client.request(DeflateBegin, words({ announced, 2, 0x4000, 0x200000 })).status, 0);
    QCOMPARE(client.data(DeflateData, stream, 0).status, 0);
    QCOMPARE(int(client.data(DeflateData, stream, 1).status), next_status);
    QCOMPARE(int(client.request(DeflateEnd, words({ 1 })).status), 0xC8);
}

void TestStub::refuses_data_out_of_place()
{
    DeviceProcess device;
    RomClient client(device.port());
    start_stub(client);
    QCOMPARE(int(client.data(FlashData, QByteArray(16, 'x'), 0).status), 0xC6);
    QCOMPARE(int(client.request(FlashEnd, words({ 1 })).status), 0xC6);
    QCOMPARE(int(client.request(FlashBegin, words({ 16, 1, 0x4001, 0x200000 })).status), 0xC2);
    QCOMPARE(int(client.request(FlashBegin, words({ 16 })).status), 0xC0);
    QCOMPARE(client.request(FlashBegin, words({ 16, 1, 0x4000, 0x200000 })).status, 0);
    QCOMPARE(int(client.request(FlashData, data_payload(QByteArray(16, 'x'), 0), 1).status), 0xC1);
    QCOMPARE(int(client.request(FlashData, words({ 17, 0, 0, 0 }) + QByteArray(16, 'x'), 0xEF).status), 0xC0);
    QCOMPARE(int(client.request(FlashEnd, words({ 1 })).status), 0xC8);
    QCOMPARE(client.data(FlashData, QByteArray(16, 'x'), 0).status, 0);
    QCOMPARE(client.request(FlashEnd, words({ 1 })).status, 0);
    QCOMPARE(device.flash(0x200000, 16), QByteArray(16, 'x'));
}

void TestStub::erases_inside_the_announced_size()
{
    DeviceProcess device;
    device.set_flash(0x200000, QByteArray(0x3000, '\x01'));
    RomClient client(device.port());
    start_stub(client);
    QCOMPARE(client.request(FlashBegin, words({ 4100, 1, 0x4000, 0x200000 })).status, 0);
    QCOMPARE(device.flash(0x200000, 4096), QByteArray(4096, '\x01')); // nothing yet
    QCOMPARE(client.data(FlashData, pattern(4100), 0).status, 0);
    QCOMPARE(client.request(FlashEnd, words({ 1 })).status, 0);
    QCOMPARE(device.flash(0x200000, 4100), pattern(4100));
    QCOMPARE(device.flash(0x201004, 4092), QByteArray(4092, '\xFF'));
    QCOMPARE(device.flash(0x202000, 4096), QByteArray(4096, '\x01')); // no neighbour suffers
}

void TestStub::erase_region_data()
{
    QTest::addColumn<quint32>("generation");
    QTest::addColumn<quint32>("offset");
    QTest::addColumn<quint32>("size");
    QTest::addColumn<int>("status");
    QTest::newRow("two sectors") << first_generation << 0x201000U << 0x2000U << 0;
    QTest::newRow("over blocks") << first_generation << 0x20F000U << 0x31000U << 0;
    QTest::newRow("first generation hides the reason") << first_generation << 0x201080U << 0x1000U << 0x01;
    QTest::newRow("second generation tells it") << second_generation << 0x201080U << 0x1000U << 0xC2;
    QTest::newRow("beyond the chip") << first_generation << 0x3FF000U << 0x2000U << 0x01;
}

void TestStub::erase_region()
{
    QFETCH(quint32, generation);
    QFETCH(quint32, offset);
    QFETCH(quint32, size);
    QFETCH(int, status);
    DeviceProcess device;
    const QByteArray before(0x200000, 'x');
    device.set_flash(0x200000, before);
    RomClient client(device.port());
    start_stub(client, generation);
    QCOMPARE(int(client.request(EraseRegion, words({ offset, size })).status), status);
    QByteArray after = before;
    if (status == 0)
        after.replace(offset - 0x200000, size, QByteArray(size, '\xFF'));
    QVERIFY(device.flash(0x200000, 0x200000) == after);
}

void TestStub::erase_flash()
{
    DeviceProcess device({ u"--flash-size"_s, u"1MB"_s });
    RomClient client(device.port());
    start_stub(client);
    QVERIFY(device.flash(0, 4) != QByteArray(4, '\xFF'));
    QCOMPARE(client.request(EraseFlash).status, 0);
    QVERIFY(device.flash(0, 1 << 20) == QByteArray(1 << 20, '\xFF'));
}

void TestStub::md5()
{
    DeviceProcess device;
    RomClient client(device.port());
    start_stub(client);
    const Answer answer = client.request(FlashMd5, words({ 0x1000, 300'001, 0, 0 }));
    QCOMPARE(answer.status, 0);
    QCOMPARE(answer.data, QCryptographicHash::hash(device.flash(0x1000, 300'001), QCryptographicHash::Md5));
}

void TestStub::read_flash_waits_for_acknowledgement()
{
    DeviceProcess device;
    RomClient client(device.port());
    start_stub(client);
    QCOMPARE(client.request(ReadFlash, words({ 0x1000, 10'000, 0x1000, 64 })).status, 0);
    QByteArray read;
    while (read.size() < 10'000) {
        const QList<QByteArray> frames = client.frames_now();
        QCOMPARE(frames.size(), 1); // one packet is more than the 64 bytes that may be on their way
        read += frames[0];
        client.serial.write(slip(words({ quint32(read.size()) })));
    }
    QVERIFY(read == device.flash(0x1000, 10'000));
    QCOMPARE(client.frame(), QCryptographicHash::hash(read, QCryptographicHash::Md5));
    QCOMPARE(client.read_register(0x40001000), 0xFFF0C101U);
}

void TestStub::changes_speed()
{
    DeviceProcess device;
    RomClient client(device.port());
    start_stub(client);
    QCOMPARE(client.request(ChangeBaud, words({ 921600, 115200 })).status, 0);
    client.serial.write(request_frame(ReadReg, words({ 0x40001000 })));
    QVERIFY(client.frames_now().isEmpty());
    client.serial.set_baud(921600);
    QCOMPARE(client.read_register(0x60000014) & 0xFFFFF, 56U);
}

void TestStub::end_with_reset_enters_the_rom_again()
{
    DeviceProcess device;
    RomClient client(device.port());
    start_stub(client);
    QCOMPARE(client.request(FlashBegin, words({ 0, 0, 0x4000, 0 })).status, 0);
    QCOMPARE(client.request(FlashEnd, words({ 0 })).status, 0);
    QCOMPARE(device.status(u"program"_s).toString(), u"rom-loader"_s); // the strap latch still says so
    client.sync();
}

void TestStub::run_user_code_starts_the_application()
{
    DeviceProcess device;
    RomClient client(device.port());
    start_stub(client);
    client.serial.write(request_frame(RunUserCode, {}));
    client.serial.settle();
    QCOMPARE(device.status(u"program"_s).toString(), u"application"_s);
}

QTEST_GUILESS_MAIN(TestStub)
#include "tst_virtual_stub.moc"
