// SPDX-License-Identifier: Apache-2.0
// The runtime as server, with OpenSSL's s_client.
#include "tests/firmware/board.h"
#include "tests/firmware/openssl_peer.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::test;

class ServerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void unidirectional();
};

void ServerTest::unidirectional()
{
    const Identity ca = make_ca(KeyKind::rsa2048);
    const Identity device = make_leaf(ca, KeyKind::rsa2048, u"device"_s);
    Board board;
    board.write_flash(Board::identity_sector, identity_blob(device));
    board.write_settings(Board::settings(wire::AgentRole::server));
    board.boot();
    OpenSslPeer peer;
    peer.connect_to(board.listening_port(), peer.ca(ca) + QStringList { u"-verify_return_error"_s });
    peer.write("GET / HTTP/1.0\r\n\r\n");
    QVERIFY(peer.says("5c:cf:7f:12:34:56"));
    QVERIFY(board.wait_for(wire::EventKind::session_end));
    QCOMPARE(board.ladder(),
        (QStringList { u"> client_hello"_s, u"< server_hello"_s, u"< certificate"_s, u"< server_key_exchange"_s, u"< server_hello_done"_s,
            u"> client_key_exchange"_s, u"> finished"_s, u"< finished"_s }));
    const auto end = board.get<wire::SessionEnd>();
    QVERIFY(end.handshake_was_done);
    QCOMPARE(end.callback_error, 0);
}

QTEST_GUILESS_MAIN(ServerTest)
#include "tst_server.moc"
