// SPDX-License-Identifier: Apache-2.0
// The runtime as client, with OpenSSL's s_server.
#include "tests/firmware/board.h"
#include "tests/firmware/openssl_peer.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::test;

namespace {

const QStringList verify_client { u"-Verify"_s, u"1"_s, u"-verify_return_error"_s };
const QStringList tls11_only { u"-tls1_1"_s, u"-cipher"_s, u"ALL:@SECLEVEL=0"_s };
const QStringList tls10_only { u"-tls1"_s, u"-cipher"_s, u"ALL:@SECLEVEL=0"_s };

const QStringList ecdhe_ladder { u"< client_hello"_s, u"> server_hello"_s, u"> certificate"_s, u"> server_key_exchange"_s, u"> server_hello_done"_s,
    u"< client_key_exchange"_s, u"< finished"_s, u"> finished"_s };
const QStringList rsa_ladder { u"< client_hello"_s, u"> server_hello"_s, u"> certificate"_s, u"> server_hello_done"_s, u"< client_key_exchange"_s,
    u"< finished"_s, u"> finished"_s };
const QStringList mutual_ladder { u"< client_hello"_s, u"> server_hello"_s, u"> certificate"_s, u"> server_key_exchange"_s, u"> certificate_request"_s,
    u"> server_hello_done"_s, u"< certificate"_s, u"< client_key_exchange"_s, u"< certificate_verify"_s, u"< finished"_s, u"> finished"_s };

wire::AgentSettings client_settings(uint16_t port, bool verifies, bool authenticates = false)
{
    wire::AgentSettings settings = Board::settings(wire::AgentRole::client);
    settings.remote_port = port;
    settings.client_verifies = verifies;
    settings.client_authenticates = authenticates;
    return settings;
}

} // namespace

class ClientTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void unidirectional_data();
    void unidirectional();
    void mutual_data();
    void mutual();
    void caBlobs_data();
    void caBlobs();
    void refusals_data();
    void refusals();
    void names_data();
    void names();
    void withoutCaCheckAnythingGoes();
    void serverWantsACertificateThatIsNotSent();
    void bigRecordsAreNegotiatedDown();
    void nobodyListens();
    void connectsAgain();
    void addressOutsideThisComputer_data();
    void addressOutsideThisComputer();
    void serverAndClientAtATime();
};

void ClientTest::unidirectional_data()
{
    QTest::addColumn<KeyKind>("kind");
    QTest::addColumn<Encoding>("encoding");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("version");
    QTest::addColumn<QStringList>("ladder");
    QTest::newRow("RSA") << KeyKind::rsa2048 << Encoding::pem << QStringList() << 0x0303 << ecdhe_ladder;
    QTest::newRow("RSA, CA in DER") << KeyKind::rsa2048 << Encoding::der << QStringList() << 0x0303 << ecdhe_ladder;
    QTest::newRow("RSA key exchange") << KeyKind::rsa2048 << Encoding::pem << QStringList { u"-cipher"_s, u"AES128-SHA256"_s } << 0x0303 << rsa_ladder;
    QTest::newRow("RSA, TLS 1.1") << KeyKind::rsa2048 << Encoding::pem << tls11_only << 0x0302 << ecdhe_ladder;
    QTest::newRow("RSA, TLS 1.0") << KeyKind::rsa2048 << Encoding::pem << tls10_only << 0x0301 << ecdhe_ladder;
    QTest::newRow("EC") << KeyKind::p256 << Encoding::pem << QStringList() << 0x0303 << ecdhe_ladder;
    QTest::newRow("EC, CA in DER") << KeyKind::p256 << Encoding::der << QStringList() << 0x0303 << ecdhe_ladder;
    QTest::newRow("EC, TLS 1.0") << KeyKind::p256 << Encoding::pem << tls10_only << 0x0301 << ecdhe_ladder;
}

void ClientTest::unidirectional()
{
    QFETCH(KeyKind, kind);
    QFETCH(Encoding, encoding);
    QFETCH(QStringList, options);

    const Identity ca = make_ca(kind);
    OpenSslPeer peer;
    const uint16_t port = peer.listen(peer.identity(make_leaf(ca, kind, u"server"_s)) + options);
    Board board;
    board.write_flash(Board::ca_sector, ca_blob({ ca.certificate_as(encoding) }));
    board.write_settings(client_settings(port, true));
    board.boot();
    QVERIFY(peer.says("espseal 5c:cf:7f:12:34:56 up 0 s"));
    QVERIFY(board.wait_for(wire::EventKind::application));

    QTEST(board.ladder(), "ladder");
    QTEST(int(board.get<wire::Negotiated>().version), "version");
    const auto start = board.get<wire::SessionStart>();
    QCOMPARE(start.role, wire::TlsRole::client);
    QVERIFY(start.verifies && !start.mutual);
    QCOMPARE(string(start.peer), u"127.0.0.1:%1"_s.arg(port));
    const auto blob = board.get<wire::BlobRead>();
    QCOMPARE(blob.role, wire::BlobRole::ca);
    QCOMPARE(blob.sector, Board::ca_sector);
    QCOMPARE(string(blob.name), u"TLS.ca_x509.cer"_s);
    QCOMPARE(blob.verdict, wire::BlobVerdict::ok);
    const auto certificate = board.get<wire::Certificate>();
    QVERIFY(certificate.checked);
    QCOMPARE(certificate.verdict, 0u);

    peer.stop();
    QVERIFY(board.wait_for(wire::EventKind::session_end));
    const auto end = board.get<wire::SessionEnd>();
    QVERIFY(end.handshake_was_done);
    QVERIFY(end.callback_error == 0 || end.callback_error == -9); // killed: FIN or RST
}

void ClientTest::mutual_data()
{
    QTest::addColumn<KeyKind>("kind");
    QTest::addColumn<Encoding>("encoding");
    QTest::addColumn<KeyFormat>("format");
    QTest::addColumn<QStringList>("options");
    QTest::newRow("RSA, PEM") << KeyKind::rsa2048 << Encoding::pem << KeyFormat::traditional << QStringList();
    QTest::newRow("RSA, DER") << KeyKind::rsa2048 << Encoding::der << KeyFormat::traditional << QStringList();
    QTest::newRow("RSA, TLS 1.0") << KeyKind::rsa2048 << Encoding::pem << KeyFormat::traditional << tls10_only;
    QTest::newRow("EC, PEM") << KeyKind::p256 << Encoding::pem << KeyFormat::traditional << QStringList();
    QTest::newRow("EC, DER") << KeyKind::p256 << Encoding::der << KeyFormat::traditional << QStringList();
    QTest::newRow("EC, PKCS#8 DER") << KeyKind::p256 << Encoding::der << KeyFormat::pkcs8 << QStringList();
}

void ClientTest::mutual()
{
    QFETCH(KeyKind, kind);
    QFETCH(Encoding, encoding);
    QFETCH(KeyFormat, format);
    QFETCH(QStringList, options);

    const Identity ca = make_ca(kind);
    OpenSslPeer peer;
    const uint16_t port = peer.listen(peer.identity(make_leaf(ca, kind, u"server"_s)) + peer.ca(ca) + verify_client + options);
    Board board;
    board.write_flash(Board::ca_sector, ca_blob({ ca.certificate_as(encoding) }));
    board.write_flash(Board::identity_sector, identity_blob(make_leaf(ca, kind, u"device"_s), encoding, format));
    board.write_settings(client_settings(port, true, true));
    board.boot();
    QVERIFY(peer.says("espseal 5c:cf:7f:12:34:56 up 0 s"));
    QVERIFY(board.wait_for(wire::EventKind::handshake_done));
    QCOMPARE(board.ladder(), mutual_ladder);
    QVERIFY(board.get<wire::SessionStart>().mutual);
    QCOMPARE(board.count(wire::EventKind::blob_read), 3);
}

void ClientTest::caBlobs_data()
{
    QTest::addColumn<QByteArray>("blob");
    const Identity right = make_ca(KeyKind::p256);
    const Identity wrong = make_ca(KeyKind::p256, u"Other CA"_s);
    const QByteArray pem = right.certificate_as(Encoding::pem);
    const QByteArray der = right.certificate_as(Encoding::der);
    const QByteArray wrong_pem = wrong.certificate_as(Encoding::pem);
    const QByteArray wrong_der = wrong.certificate_as(Encoding::der);
    QTest::newRow("second entry, PEM") << ca_blob({ wrong_pem, pem });
    QTest::newRow("second entry, DER") << ca_blob({ wrong_der, der });
    QTest::newRow("PEM bundle") << ca_blob({ wrong_pem + pem });
    QTest::newRow("DER certificates in one entry") << ca_blob({ wrong_der + der });
    QTest::newRow("version 1 CA, as the SDK's script makes it") << ca_blob({ make_ca(KeyKind::p256, u"Test CA"_s, 1).certificate_as(Encoding::pem) });
    QTest::newRow("the server's own certificate") << ca_blob({ make_leaf(right, KeyKind::p256, u"server"_s).certificate_as(Encoding::pem) });
    QTest::newRow("PEM without line end at its end") << ca_blob({ pem.trimmed() });
    QTest::newRow("words before the PEM") << ca_blob({ "Test CA, made by hand\n" + pem });
}

void ClientTest::caBlobs()
{
    QFETCH(QByteArray, blob);
    const Identity ca = make_ca(KeyKind::p256);
    OpenSslPeer peer;
    const uint16_t port = peer.listen(peer.identity(make_leaf(ca, KeyKind::p256, u"server"_s)));
    Board board;
    board.write_flash(Board::ca_sector, blob);
    board.write_settings(client_settings(port, true));
    board.boot();
    QVERIFY2(peer.says("espseal 5c:cf:7f:12:34:56"), qPrintable(board.console()));
}

void ClientTest::refusals_data()
{
    QTest::addColumn<LeafSpec>("server");
    QTest::addColumn<QString>("issuer");
    QTest::addColumn<uint32_t>("verdict");
    QTest::newRow("wrong CA") << LeafSpec() << u"Other CA"_s << 62u;
    QTest::newRow("expired") << LeafSpec { .first_day = -20, .last_day = -10 } << u"Test CA"_s << 54u;
    QTest::newRow("not yet valid") << LeafSpec { .first_day = 10, .last_day = 20 } << u"Test CA"_s << 54u;
    QTest::newRow("for another name") << LeafSpec { .common_name = u"elsewhere"_s } << u"Test CA"_s << 56u;
}

void ClientTest::refusals()
{
    QFETCH(LeafSpec, server);
    QFETCH(QString, issuer);
    QFETCH(uint32_t, verdict);

    OpenSslPeer peer;
    const uint16_t port = peer.listen(peer.identity(make_leaf(make_ca(KeyKind::rsa2048, issuer), KeyKind::rsa2048, u"server"_s, server)));
    Board board;
    board.write_flash(Board::ca_sector, ca_blob({ make_ca(KeyKind::rsa2048).certificate_as(Encoding::pem) }));
    board.write_settings(client_settings(port, true));
    board.boot();
    QVERIFY(board.wait_for(wire::EventKind::session_end));
    const auto end = board.get<wire::SessionEnd>();
    QVERIFY(!end.handshake_was_done);
    QCOMPARE(end.callback_error, -28);
    QCOMPARE(end.tls_error, verdict);
    QCOMPARE(board.get<wire::Certificate>().verdict, verdict);
    QVERIFY(board.console().contains(u"client handshake failed! Reason: "_s));
}

void ClientTest::names_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QString>("common_name");
    QTest::addColumn<QStringList>("alt_names");
    QTest::addColumn<bool>("fits");
    QTest::newRow("CN") << QByteArray("localhost") << u"localhost"_s << QStringList() << true;
    QTest::newRow("SAN") << QByteArray("localhost") << u"something"_s << QStringList { u"DNS:other"_s, u"DNS:localhost"_s } << true;
    QTest::newRow("CN does not count beside a SAN") << QByteArray("localhost") << u"localhost"_s << QStringList { u"DNS:other"_s } << false;
    QTest::newRow("address as CN") << QByteArray("127.0.0.1") << u"127.0.0.1"_s << QStringList() << true;
    QTest::newRow("address in SAN") << QByteArray("127.0.0.1") << u"something"_s << QStringList { u"DNS:other"_s, u"IP:127.0.0.1"_s } << true;
    QTest::newRow("another address in SAN") << QByteArray("127.0.0.1") << u"127.0.0.1"_s << QStringList { u"IP:127.0.0.2"_s } << false;
    QTest::newRow("address, but a name in the certificate") << QByteArray("127.0.0.1") << u"localhost"_s << QStringList() << false;
}

void ClientTest::names()
{
    QFETCH(QByteArray, host);
    QFETCH(QString, common_name);
    QFETCH(QStringList, alt_names);
    QFETCH(bool, fits);

    const Identity ca = make_ca(KeyKind::p256);
    OpenSslPeer peer;
    const uint16_t port = peer.listen(peer.identity(make_leaf(ca, KeyKind::p256, u"server"_s, { .common_name = common_name, .alt_names = alt_names })));
    Board board;
    board.write_flash(Board::ca_sector, ca_blob({ ca.certificate_as(Encoding::pem) }));
    wire::AgentSettings settings = client_settings(port, true);
    qstrncpy(settings.host, host.constData(), sizeof settings.host);
    board.write_settings(settings);
    board.boot();
    if (fits) {
        QVERIFY2(board.wait_for(wire::EventKind::handshake_done), qPrintable(board.console()));
    } else {
        QVERIFY(board.wait_for(wire::EventKind::session_end));
        QCOMPARE(board.get<wire::SessionEnd>().tls_error, 56u); // BR_ERR_X509_BAD_SERVER_NAME
    }
}

void ClientTest::withoutCaCheckAnythingGoes()
{
    const Identity other = make_ca(KeyKind::rsa2048, u"Other CA"_s);
    OpenSslPeer peer;
    const LeafSpec bad { .common_name = u"elsewhere"_s, .first_day = -20, .last_day = -10 };
    const uint16_t port = peer.listen(peer.identity(make_leaf(other, KeyKind::rsa2048, u"server"_s, bad)));
    Board board;
    board.write_settings(client_settings(port, false));
    board.boot();
    QVERIFY(peer.says("espseal 5c:cf:7f:12:34:56"));
    QVERIFY(board.wait_for(wire::EventKind::certificate));
    QVERIFY(!board.get<wire::Certificate>().checked);
    QVERIFY(!board.get<wire::SessionStart>().verifies);
}

void ClientTest::serverWantsACertificateThatIsNotSent()
{
    const Identity ca = make_ca(KeyKind::p256);
    OpenSslPeer peer;
    const uint16_t port = peer.listen(peer.identity(make_leaf(ca, KeyKind::p256, u"server"_s)) + peer.ca(ca) + verify_client);
    Board board;
    board.write_flash(Board::ca_sector, ca_blob({ ca.certificate_as(Encoding::pem) }));
    board.write_settings(client_settings(port, true));
    board.boot();
    QVERIFY(board.wait_for(wire::EventKind::session_end));
    const auto alert = board.get<wire::Alert>();
    QCOMPARE(alert.direction, wire::Direction::received);
    QCOMPARE(board.get<wire::SessionEnd>().tls_error, 256u + alert.description);
    QCOMPARE(board.get<wire::SessionEnd>().callback_error, -28);
}

void ClientTest::bigRecordsAreNegotiatedDown()
{
    const Identity ca = make_ca(KeyKind::p256);
    OpenSslPeer peer;
    const uint16_t port = peer.listen(peer.identity(make_leaf(ca, KeyKind::p256, u"server"_s)));
    Board board;
    board.write_flash(Board::ca_sector, ca_blob({ ca.certificate_as(Encoding::pem) }));
    board.write_settings(client_settings(port, true));
    board.boot();
    QVERIFY(peer.says("espseal 5c:cf:7f:12:34:56"));
    peer.write(QByteArray(8000, 'b') + '\n');
    const auto received = [&] {
        uint32_t bytes = 0;
        for (const wire::Application &event : board.all<wire::Application>())
            bytes += event.direction == wire::Direction::received ? event.bytes : 0;
        return bytes;
    };
    QVERIFY(QTest::qWaitFor([&] { return received() == 8001; }, 20000));
    QCOMPARE(board.count(wire::EventKind::session_end), 0);
}

void ClientTest::nobodyListens()
{
    OpenSslPeer peer;
    const uint16_t port = peer.listen(peer.identity(make_leaf(make_ca(KeyKind::p256), KeyKind::p256, u"server"_s)));
    peer.stop();
    Board board;
    board.write_settings(client_settings(port, false));
    board.boot();
    QVERIFY(board.wait_for(wire::EventKind::session_end));
    QCOMPARE(board.get<wire::Tcp>().event, wire::TcpEvent::refused);
    QCOMPARE(board.get<wire::Tcp>().remote_port, port);
    QCOMPARE(board.get<wire::SessionEnd>().callback_error, -11); // ESPCONN_CONN
}

void ClientTest::connectsAgain()
{
    OpenSslPeer peer;
    const uint16_t port = peer.listen(peer.identity(make_leaf(make_ca(KeyKind::p256), KeyKind::p256, u"server"_s)));
    peer.stop();
    Board board;
    wire::AgentSettings settings = client_settings(port, false);
    settings.reconnect_seconds = 1;
    board.write_settings(settings);
    board.boot();
    QVERIFY(board.wait_for(wire::EventKind::session_end, 2));
    QCOMPARE(board.get<wire::SessionEnd>(1).session, 2u);
}

void ClientTest::addressOutsideThisComputer_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::newRow("address") << QByteArray("192.168.4.2");
    QTest::newRow("name") << QByteArray("broker.example");
}

void ClientTest::addressOutsideThisComputer()
{
    QFETCH(QByteArray, host);
    Board board;
    wire::AgentSettings settings = client_settings(443, false);
    qstrncpy(settings.host, host.constData(), sizeof settings.host);
    board.write_settings(settings);
    board.boot();
    QVERIFY(board.wait_for(wire::EventKind::error));
    const auto error = board.get<wire::RuntimeError>();
    QCOMPARE(error.espconn, -4); // ESPCONN_RTE
    QVERIFY2(string(error.what).contains(QString::fromLatin1(host) + u": this device reaches only localhost and 127.x.y.z"_s), qPrintable(string(error.what)));
}

void ClientTest::serverAndClientAtATime()
{
    const Identity ca = make_ca(KeyKind::p256);
    OpenSslPeer server;
    const uint16_t port = server.listen(server.identity(make_leaf(ca, KeyKind::p256, u"server"_s)));
    Board board;
    board.write_flash(Board::identity_sector, identity_blob(make_leaf(ca, KeyKind::p256, u"device"_s)));
    wire::AgentSettings settings = client_settings(port, false);
    settings.role = wire::AgentRole::both;
    settings.buffer_size = 8192;
    board.write_settings(settings);
    board.boot();
    QVERIFY(server.says("espseal 5c:cf:7f:12:34:56"));
    OpenSslPeer client;
    client.connect_to(board.listening_port(), {});
    QVERIFY(board.wait_for(wire::EventKind::handshake_done, 2));
    server.write("hello device\n");
    QVERIFY(board.wait_for(wire::EventKind::in_session));
    QCOMPARE(board.get<wire::InSession>().session, 1u); // the client's
    client.write("GET / HTTP/1.0\r\n\r\n");
    QVERIFY(client.says("5c:cf:7f:12:34:56"));
    QVERIFY(board.wait_for(wire::EventKind::session_end));
    QCOMPARE(board.get<wire::InSession>(1).session, 2u);
}

QTEST_GUILESS_MAIN(ClientTest)
#include "tst_client.moc"
