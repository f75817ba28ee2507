// SPDX-License-Identifier: Apache-2.0
// The UART when nobody reads it: whole frames are left out and counted, and nothing waits for it.
#include "tests/firmware/board.h"
#include "tests/firmware/openssl_peer.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::test;

class ConsoleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void framesAreLeftOutWhole();
    void noiseOnTheInputIsIgnored();
};

void ConsoleTest::framesAreLeftOutWhole()
{
    Board board;
    board.write_flash(Board::identity_sector, identity_blob(make_leaf(make_ca(KeyKind::p256), KeyKind::p256, u"device"_s)));
    board.write_settings(Board::settings(wire::AgentRole::server));
    board.boot();
    const uint16_t port = board.listening_port();
    board.stop_reading();
    for (int i = 0; i < 30; ++i) { // each says about a kilobyte
        OpenSslPeer peer;
        peer.connect_to(port, {});
        peer.write("GET / HTTP/1.0\r\n\r\n");
        QVERIFY(peer.says("5c:cf:7f:12:34:56"));
        QVERIFY(peer.ends());
    }
    board.go_on_reading();
    QVERIFY(board.wait_for_console(u"server handshake ok!"_s));
    board.request_hello();
    QVERIFY(board.wait_for(wire::EventKind::dropped));
    QVERIFY(board.wait_for(wire::EventKind::hello, 2));

    QCOMPARE(board.damaged_bytes(), 0u);
    uint32_t told = 0;
    for (const wire::Dropped &dropped : board.all<wire::Dropped>())
        told += dropped.frames;
    uint32_t missing = 0;
    for (qsizetype i = 1; i < board.events().size(); ++i)
        missing += uint8_t(board.events()[i].seq - board.events()[i - 1].seq - 1);
    QVERIFY(told > 0);
    QCOMPARE(missing % 256, told % 256); // seq counts modulo 256
    QCOMPARE(board.all<wire::Hello>().last().frames_dropped, told);
}

void ConsoleTest::noiseOnTheInputIsIgnored()
{
    Board board;
    board.boot();
    QVERIFY(board.wait_for(wire::EventKind::settings));
    board.send(QByteArray(3000, '\0') + QByteArray(3000, 'x') + QByteArray::fromHex("00ff12345600c0db00"));
    board.request_hello();
    QVERIFY(board.wait_for(wire::EventKind::hello, 2));
}

QTEST_GUILESS_MAIN(ConsoleTest)
#include "tst_console.moc"
