// SPDX-License-Identifier: Apache-2.0
// The virtual device runs the flasher that it was built with, and nothing that only looks like it.
#include "core/wire/flasher_image.h"
#include "tests/flasher/conversation.h"
#include "tests/virtual/device_process.h"
#include "tests/virtual/rom_client.h"

#include <QElapsedTimer>
#include <QObject>

using namespace Qt::StringLiterals;
using namespace espseal::test;
using namespace espseal::wire::flasher;

namespace {

enum Op : quint8 { FlashBegin = 0x02, MemBegin = 0x05, MemEnd = 0x06, MemData = 0x07 };

const QByteArray salt = "0123456789abcdef"_ba;

QByteArray bytes_of(const Segment &segment)
{
    return { reinterpret_cast<const char *>(segment.bytes.data), qsizetype(segment.bytes.size) };
}

void load(RomClient &client, quint32 address, const QByteArray &bytes)
{
    constexpr qsizetype packet = 0x1800;
    QCOMPARE(client.request(MemBegin, words({ quint32(bytes.size()), quint32((bytes.size() + packet - 1) / packet), packet, address })).status, 0);
    for (qsizetype at = 0; at < bytes.size(); at += packet)
        QCOMPARE(client.data(MemData, bytes.mid(at, packet), quint32(at / packet)).status, 0);
}

// The flasher, with `text` for its code.
void start(RomClient &client, const QByteArray &text = bytes_of(built_image().text))
{
    client.enter_loader();
    client.attach();
    load(client, built_image().text.address, text);
    load(client, built_image().data.address, bytes_of(built_image().data));
    QCOMPARE(client.request(MemEnd, words({ 0, built_image().entry })).status, 0);
}

// The next frame of the flasher's, CRC and all.
Said hear(RomClient &client)
{
    const QByteArray frame = client.frame();
    const QList<Said> said = decode(slip(frame));
    return said.isEmpty() ? Said {} : said.first();
}

QByteArray varied(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (qsizetype i = 0; i < size; ++i)
        bytes[i] = static_cast<char>((i * i >> 7) + i);
    return bytes;
}

} // namespace

class TestVirtualFlasher : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!built_image().exists())
            QSKIP("built without the cross compiler");
    }

    void greets_with_what_is_in_ram()
    {
        DeviceProcess device;
        RomClient client(device.port());
        start(client);
        const Said said = hear(client);
        QCOMPARE(said.kind, Kind::greeting);
        QCOMPARE(said.body, QByteArray(1, char(version)) + le32(0x1640EF) + le32(16384) + le32(image_crc(built_image())));
        QCOMPARE(device.status(u"program"_s).toString(), u"flasher"_s);
    }

    void a_damaged_upload_crashes_data()
    {
        QTest::addColumn<qsizetype>("place");
        QTest::newRow("first byte") << qsizetype(0);
        QTest::newRow("last word") << qsizetype(built_image().text.bytes.size) - 1;
    }
    void a_damaged_upload_crashes()
    {
        QFETCH(qsizetype, place);
        DeviceProcess device;
        RomClient client(device.port());
        QByteArray text = bytes_of(built_image().text);
        text[place] = static_cast<char>(text[place] ^ 0x10);
        start(client, text);
        QCOMPARE(device.status(u"program"_s).toString(), u"halted"_s);
    }

    void without_the_flash_attached_it_sees_none()
    {
        DeviceProcess device;
        RomClient client(device.port());
        client.enter_loader();
        load(client, built_image().text.address, bytes_of(built_image().text));
        load(client, built_image().data.address, bytes_of(built_image().data));
        QCOMPARE(client.request(MemEnd, words({ 0, built_image().entry })).status, 0);
        // Its registers say "busy" then, so that it says nothing.
        device.control("status");
        QVERIFY(client.frames_now().isEmpty());
    }

    void writes_what_the_flash_then_holds()
    {
        DeviceProcess device({}, QByteArray(1 << 20, '\x22'));
        RomClient client(device.port());
        start(client);
        QCOMPARE(hear(client).kind, Kind::greeting);
        client.serial.write(encode(Kind::hello, salt));
        QCOMPARE(hear(client).kind, Kind::greeting);
        const QByteArray content = varied(8192);
        const QByteArray units = unit(0x7B, Erase::sector, content.first(4096)) + unit(0x7D, Erase::sector, content.last(4096));
        client.serial.write(stream_frames(1, deflated(units), 2));
        QList<QByteArray> digests;
        while (digests.size() < 2) {
            if (const Said said = hear(client); said.kind == Kind::digest)
                digests.append(said.body);
        }
        QCOMPARE(digests[0], le16(1) + le16(0x7B) + digest_of(salt, 0x7B, content.first(4096)));
        QCOMPARE(digests[1], le16(1) + le16(0x7D) + digest_of(salt, 0x7D, content.last(4096)));
        QCOMPARE(device.flash(0x7B000, 4096), content.first(4096));
        QCOMPARE(device.flash(0x7C000, 4096), QByteArray(4096, '\x22'));
        QCOMPARE(device.flash(0x7D000, 4096), content.last(4096));
    }

    void leaves_into_the_rom_for_its_sync_data()
    {
        QTest::addColumn<bool>("asked");
        QTest::newRow("leave") << true;
        QTest::newRow("the ROM's own SYNC") << false;
    }
    void leaves_into_the_rom_for_its_sync()
    {
        QFETCH(bool, asked);
        DeviceProcess device;
        RomClient client(device.port());
        start(client);
        QCOMPARE(hear(client).kind, Kind::greeting);
        client.serial.write(asked ? encode(Kind::leave, {}) : sync_frame());
        if (asked)
            QCOMPARE(hear(client).kind, Kind::bye);
        QVERIFY(QTest::qWaitFor([&] { return device.status(u"program"_s).toString() == "rom-loader"_L1; }, 5000));
        client.sync();
    }

    void line_and_flash_take_their_time()
    {
        DeviceProcess device({ u"--line-rate"_s, u"real"_s }, QByteArray(1 << 20, '\x22'));
        RomClient client(device.port());
        client.serial.set_baud(460800);
        start(client);
        QCOMPARE(hear(client).kind, Kind::greeting);
        QByteArray units;
        for (quint32 sector = 0; sector < 4; ++sector)
            units += unit(16 + sector, Erase::sector, varied(4096));
        const QByteArray frames = stream_frames(1, deflated(units, 0), 4);
        QElapsedTimer timer;
        timer.start();
        client.serial.write(frames.first(16'000)); // as much as there is room for
        while (hear(client).kind != Kind::digest) { }
        const qint64 first = timer.elapsed();
        QVERIFY2(first >= 4096 * 10 * 1000 / 460800 + 10, QByteArray::number(first).constData()); // the first unit's bytes and programs
        client.serial.write(frames.mid(16'000));
        for (int digests = 1; digests < 4;)
            digests += hear(client).kind == Kind::digest ? 1 : 0;
        QVERIFY2(timer.elapsed() >= 4 * (45 + 12), QByteArray::number(timer.elapsed()).constData());
        QCOMPARE(device.flash(16 * 4096, 16384), varied(4096).repeated(4));
    }

    void a_speed_beyond_the_line_is_given_up()
    {
        DeviceProcess device({ u"--fault"_s, u"max-baud=460800"_s });
        RomClient client(device.port());
        start(client);
        QCOMPARE(hear(client).kind, Kind::greeting);
        client.serial.write(encode(Kind::speed, le32(56)));
        QCOMPARE(hear(client).body, le32(56));
        QVERIFY(QTest::qWaitFor([&] { return device.status(u"baud"_s).toInt() == 52'000'000 / 452; }, 5000));
        client.serial.write(encode(Kind::hello, salt));
        QCOMPARE(hear(client).kind, Kind::greeting);
    }
};

QTEST_GUILESS_MAIN(TestVirtualFlasher)
#include "tst_virtual_flasher.moc"
