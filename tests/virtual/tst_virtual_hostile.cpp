// SPDX-License-Identifier: Apache-2.0
#include "tests/virtual/device_process.h"
#include "tests/virtual/rom_client.h"

#include <QObject>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;
using namespace espseal::test;

namespace {

constexpr int rounds = 40, frames_a_round = 50;

QByteArray random_bytes(QRandomGenerator &random, qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (char &byte : bytes)
        byte = char(random.bounded(256));
    return bytes;
}

// Words that are small, at an edge, or anything.
QByteArray random_words(QRandomGenerator &random, int count)
{
    static constexpr quint32 edges[] = { 0, 1, 4, 0x1000, 0x1800, 0x4000, 0x400000, 0x3FFFFF, 0x40100000, 0x3FFE8000, 0x3FFFFFFC, 0x60000200, 0x60000204,
        0x60000220, 0x6000021C, 0x60000014, 0x7FFFFFFF, 0xFFFFFFFF, 0xFFFFF000 };
    QByteArray out;
    for (; count > 0; --count) {
        const bool edge = random.bounded(3) != 0;
        out += words({ edge ? edges[random.bounded(int(std::size(edges)))] : random.generate() });
    }
    return out;
}

QByteArray random_request(QRandomGenerator &random)
{
    static constexpr quint8 ops[] = { 0x02, 0x03, 0x05, 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0D, 0x0F, 0x10, 0x11, 0x12, 0x13, 0xD1, 0xD2 };
    const quint8 op = ops[random.bounded(int(std::size(ops)))];
    QByteArray payload = random_words(random, random.bounded(9));
    if (random.bounded(2)) {
        const QByteArray data = random_bytes(random, random.bounded(600));
        payload = data_payload(data, quint32(random.bounded(3)));
        return request_frame(op, payload, xor_checksum(data));
    }
    return request_frame(op, payload, random.generate());
}

} // namespace

// Whatever a host sends, the device neither ends nor hangs: a reset always gets the loader back.
class TestHostile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void requests_data();
    void requests();
    void telnet();
    void control_lines();
};

void TestHostile::requests_data()
{
    QTest::addColumn<bool>("stub");
    QTest::newRow("to the ROM") << false;
    QTest::newRow("to the stub") << true;
}

void TestHostile::requests()
{
    QFETCH(bool, stub);
    DeviceProcess device;
    RomClient client(device.port());
    QRandomGenerator random(stub ? 1 : 2);
    for (int round = 0; round < rounds; ++round) {
        client.serial.set_baud(115200);
        client.enter_loader();
        if (stub) {
            QCOMPARE(client.request(0x05, words({ 64, 1, 0x1800, 0x4010D000 })).status, 0);
            QCOMPARE(client.data(0x07, QByteArray(64, 'c'), 0).status, 0);
            QCOMPARE(client.request(0x06, words({ 0, 0x4010D004 })).status, 0);
        }
        for (int i = 0; i < frames_a_round; ++i) {
            client.serial.write(random.bounded(10) == 0 ? random_bytes(random, random.bounded(100)) : random_request(random));
            client.serial.settle();
        }
    }
    client.serial.set_baud(115200);
    client.enter_loader();
    QCOMPARE(client.read_register(0x40001000), 0xFFF0C101U);
}

void TestHostile::telnet()
{
    DeviceProcess device;
    QRandomGenerator random(3);
    for (int round = 0; round < rounds; ++round) {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), device.port());
        QVERIFY(socket.waitForConnected());
        QByteArray bytes = random_bytes(random, 4000);
        for (qsizetype at = 0; at < bytes.size(); at += 5)
            bytes[at] = '\xFF';
        for (qsizetype at = 1; at < bytes.size(); at += 50)
            bytes.replace(at, 3, "\xFA\x2C" + random_bytes(random, 1));
        socket.write(bytes);
        QVERIFY(socket.waitForBytesWritten());
        socket.disconnectFromHost();
        QVERIFY(socket.state() == QAbstractSocket::UnconnectedState || socket.waitForDisconnected());
        QVERIFY(QTest::qWaitFor([&] { return !device.status(u"rts"_s).toBool(); }));
    }
    RomClient client(device.port());
    client.enter_loader();
}

void TestHostile::control_lines()
{
    DeviceProcess device;
    QRandomGenerator random(4);
    for (int i = 0; i < 200; ++i) {
        const QByteArray line = random_bytes(random, random.bounded(80)).replace('\n', ' ').replace('\0', ' ');
        QVERIFY(!device.control("fault " + line).value(u"ok"_s).toBool(true));
    }
    QVERIFY(!device.control(QByteArray(3000, 'x')).value(u"ok"_s).toBool(true));
    QCOMPARE(device.status(u"program"_s).toString(), u"application"_s);
}

QTEST_GUILESS_MAIN(TestHostile)
#include "tst_virtual_hostile.moc"
