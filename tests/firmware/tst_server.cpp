// SPDX-License-Identifier: Apache-2.0
// The runtime as server, with OpenSSL's s_client.
#include "tests/firmware/board.h"
#include "tests/firmware/openssl_peer.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::test;

namespace {

const QStringList tls12_only { u"-tls1_2"_s };
const QStringList tls11_only { u"-tls1_1"_s, u"-cipher"_s, u"ALL:@SECLEVEL=0"_s };
const QStringList tls10_only { u"-tls1"_s, u"-cipher"_s, u"ALL:@SECLEVEL=0"_s };
const QStringList strict { u"-verify_return_error"_s };

const QStringList ecdhe_ladder { u"> client_hello"_s, u"< server_hello"_s, u"< certificate"_s, u"< server_key_exchange"_s, u"< server_hello_done"_s,
    u"> client_key_exchange"_s, u"> finished"_s, u"< finished"_s };
const QStringList rsa_ladder { u"> client_hello"_s, u"< server_hello"_s, u"< certificate"_s, u"< server_hello_done"_s, u"> client_key_exchange"_s,
    u"> finished"_s, u"< finished"_s };
const QStringList mutual_ladder { u"> client_hello"_s, u"< server_hello"_s, u"< certificate"_s, u"< server_key_exchange"_s, u"< certificate_request"_s,
    u"< server_hello_done"_s, u"> certificate"_s, u"> client_key_exchange"_s, u"> certificate_verify"_s, u"> finished"_s, u"< finished"_s };

wire::AgentSettings mutual_settings()
{
    wire::AgentSettings settings = Board::settings(wire::AgentRole::server);
    settings.server_verifies = true;
    return settings;
}

} // namespace

class ServerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void unidirectional_data();
    void unidirectional();
    void mutual_data();
    void mutual();
    void mutualRefusals_data();
    void mutualRefusals();
    void certificateEvents();
    void sendsWholeChain();
    void echoesWhatIsNoRequest();
    void smallBufferIsRoundedUp();
    void recordLargerThanBuffer();
    void peerThatSpeaksNoTls();
    void peerThatOnlySpeaksTls13();
    void secondClientIsTurnedAway();
    void peerThatLeavesDuringTheHandshake();
    void fourSessionsInARow();
    void portInUse();
};

void ServerTest::unidirectional_data()
{
    QTest::addColumn<KeyKind>("kind");
    QTest::addColumn<Encoding>("encoding");
    QTest::addColumn<KeyFormat>("format");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("version");
    QTest::addColumn<QStringList>("ladder");

    constexpr auto traditional = KeyFormat::traditional;
    const QStringList rsa_exchange { u"-tls1_2"_s, u"-cipher"_s, u"AES128-SHA"_s };
    QTest::newRow("RSA, PEM") << KeyKind::rsa2048 << Encoding::pem << traditional << QStringList() << 0x0303 << ecdhe_ladder;
    QTest::newRow("RSA, DER") << KeyKind::rsa2048 << Encoding::der << traditional << tls12_only << 0x0303 << ecdhe_ladder;
    QTest::newRow("RSA, PKCS#8 PEM") << KeyKind::rsa2048 << Encoding::pem << KeyFormat::pkcs8 << tls12_only << 0x0303 << ecdhe_ladder;
    QTest::newRow("RSA, PKCS#8 DER") << KeyKind::rsa2048 << Encoding::der << KeyFormat::pkcs8 << tls12_only << 0x0303 << ecdhe_ladder;
    QTest::newRow("RSA key exchange") << KeyKind::rsa2048 << Encoding::pem << traditional << rsa_exchange << 0x0303 << rsa_ladder;
    QTest::newRow("RSA, TLS 1.1") << KeyKind::rsa2048 << Encoding::pem << traditional << tls11_only << 0x0302 << ecdhe_ladder;
    QTest::newRow("RSA, TLS 1.0") << KeyKind::rsa2048 << Encoding::pem << traditional << tls10_only << 0x0301 << ecdhe_ladder;
    QTest::newRow("EC, PEM") << KeyKind::p256 << Encoding::pem << traditional << QStringList() << 0x0303 << ecdhe_ladder;
    QTest::newRow("EC, DER") << KeyKind::p256 << Encoding::der << traditional << tls12_only << 0x0303 << ecdhe_ladder;
    QTest::newRow("EC, PKCS#8 PEM") << KeyKind::p256 << Encoding::pem << KeyFormat::pkcs8 << tls12_only << 0x0303 << ecdhe_ladder;
    QTest::newRow("EC, TLS 1.0") << KeyKind::p256 << Encoding::der << traditional << tls10_only << 0x0301 << ecdhe_ladder;
}

void ServerTest::unidirectional()
{
    QFETCH(KeyKind, kind);
    QFETCH(Encoding, encoding);
    QFETCH(KeyFormat, format);
    QFETCH(QStringList, options);

    const Identity ca = make_ca(kind);
    Board board;
    board.write_flash(Board::identity_sector, identity_blob(make_leaf(ca, kind, u"device"_s), encoding, format));
    board.write_settings(Board::settings(wire::AgentRole::server));
    board.boot();
    OpenSslPeer peer;
    peer.connect_to(board.listening_port(), peer.ca(ca) + strict + options);
    peer.write("GET / HTTP/1.0\r\n\r\n");
    QVERIFY(peer.says("5c:cf:7f:12:34:56"));
    QVERIFY(board.wait_for(wire::EventKind::session_end));

    QTEST(board.ladder(), "ladder");
    QTEST(int(board.get<wire::Negotiated>().version), "version");
    const QList<wire::BlobRead> blobs = board.all<wire::BlobRead>();
    QCOMPARE(blobs.size(), 2);
    for (const wire::BlobRead &blob : blobs)
        QCOMPARE(blob.verdict, wire::BlobVerdict::ok);
    const auto start = board.get<wire::SessionStart>();
    QCOMPARE(start.role, wire::TlsRole::server);
    QVERIFY(!start.mutual && !start.verifies);
    const auto end = board.get<wire::SessionEnd>();
    QVERIFY(end.handshake_was_done);
    QCOMPARE(end.callback_error, 0);
    QCOMPARE(end.tls_error, 0u);
    QCOMPARE(end.bytes_received, 18u);
    QVERIFY(end.bytes_sent > 100);
    QVERIFY(board.console().contains(u"server handshake ok!"_s));
    QCOMPARE(board.damaged_bytes(), 0u);
}

void ServerTest::mutual_data()
{
    QTest::addColumn<KeyKind>("kind");
    QTest::addColumn<KeyKind>("peer_kind");
    QTest::addColumn<QStringList>("options");
    QTest::newRow("RSA") << KeyKind::rsa2048 << KeyKind::rsa2048 << tls12_only;
    QTest::newRow("EC") << KeyKind::p256 << KeyKind::p256 << tls12_only;
    QTest::newRow("RSA device, EC client") << KeyKind::rsa2048 << KeyKind::p256 << tls12_only;
    QTest::newRow("EC device, RSA client") << KeyKind::p256 << KeyKind::rsa2048 << tls12_only;
    QTest::newRow("RSA, TLS 1.0") << KeyKind::rsa2048 << KeyKind::rsa2048 << tls10_only;
}

void ServerTest::mutual()
{
    QFETCH(KeyKind, kind);
    QFETCH(KeyKind, peer_kind);
    QFETCH(QStringList, options);

    const Identity ca = make_ca(kind);
    Board board;
    board.write_flash(Board::ca_sector, ca_blob({ ca.certificate_as(Encoding::pem) }));
    board.write_flash(Board::identity_sector, identity_blob(make_leaf(ca, kind, u"device"_s)));
    board.write_settings(mutual_settings());
    board.boot();
    OpenSslPeer peer;
    peer.connect_to(board.listening_port(), peer.ca(ca) + strict + peer.identity(make_leaf(ca, peer_kind, u"client"_s)) + options);
    peer.write("GET / HTTP/1.0\r\n\r\n");
    QVERIFY(peer.says("5c:cf:7f:12:34:56"));
    QVERIFY(board.wait_for(wire::EventKind::session_end));
    QCOMPARE(board.ladder(), mutual_ladder);
    QVERIFY(board.get<wire::SessionStart>().mutual);
    QVERIFY(board.get<wire::SessionEnd>().handshake_was_done);
}

void ServerTest::mutualRefusals_data()
{
    QTest::addColumn<QString>("client_certificate"); // of whom
    QTest::addColumn<uint32_t>("tls_error");
    QTest::addColumn<uint32_t>("chain_verdict"); // 0: no certificate came
    QTest::newRow("no certificate") << u"none"_s << 29u << 0u; // BR_ERR_NO_CLIENT_AUTH
    QTest::newRow("of another CA") << u"stranger"_s << 62u << 62u; // BR_ERR_X509_NOT_TRUSTED
    QTest::newRow("expired") << u"expired"_s << 54u << 54u; // BR_ERR_X509_EXPIRED
    QTest::newRow("not yet valid") << u"future"_s << 54u << 54u;
}

void ServerTest::mutualRefusals()
{
    QFETCH(QString, client_certificate);
    QFETCH(uint32_t, tls_error);
    QFETCH(uint32_t, chain_verdict);

    const Identity ca = make_ca(KeyKind::p256);
    const Identity other_ca = make_ca(KeyKind::p256, u"Other CA"_s);
    Board board;
    board.write_flash(Board::ca_sector, ca_blob({ ca.certificate_as(Encoding::der) }));
    board.write_flash(Board::identity_sector, identity_blob(make_leaf(ca, KeyKind::p256, u"device"_s)));
    board.write_settings(mutual_settings());
    board.boot();
    OpenSslPeer peer;
    QStringList options = peer.ca(ca) + tls12_only;
    if (client_certificate == u"stranger")
        options += peer.identity(make_leaf(other_ca, KeyKind::p256, u"client"_s));
    else if (client_certificate == u"expired")
        options += peer.identity(make_leaf(ca, KeyKind::p256, u"client"_s, { .first_day = -20, .last_day = -10 }));
    else if (client_certificate == u"future")
        options += peer.identity(make_leaf(ca, KeyKind::p256, u"client"_s, { .first_day = 10, .last_day = 20 }));
    peer.connect_to(board.listening_port(), options);
    QVERIFY(board.wait_for(wire::EventKind::session_end));

    const auto end = board.get<wire::SessionEnd>();
    QVERIFY(!end.handshake_was_done);
    QCOMPARE(end.callback_error, -28); // ESPCONN_HANDSHAKE
    QCOMPARE(end.tls_error, tls_error);
    uint32_t verdict = 0;
    for (const wire::Certificate &certificate : board.all<wire::Certificate>()) {
        if (certificate.direction == wire::Direction::received) {
            verdict = certificate.verdict;
            QVERIFY(certificate.checked);
        }
    }
    QCOMPARE(verdict, chain_verdict);
    QVERIFY(board.console().contains(u"server handshake failed! Reason: "_s));
    QVERIFY(peer.ends());
}

void ServerTest::certificateEvents()
{
    const Identity ca = make_ca(KeyKind::rsa2048);
    const Identity device = make_leaf(ca, KeyKind::rsa2048, u"device"_s);
    const Identity client = make_leaf(ca, KeyKind::p256, u"client"_s, { .common_name = u"a client"_s, .first_day = -3, .last_day = 9 });
    Board board;
    board.write_flash(Board::ca_sector, ca_blob({ ca.certificate_as(Encoding::pem) }));
    board.write_flash(Board::identity_sector, identity_blob(device));
    board.write_settings(mutual_settings());
    board.boot();
    OpenSslPeer peer;
    peer.connect_to(board.listening_port(), peer.identity(client) + tls12_only);
    QVERIFY(board.wait_for(wire::EventKind::handshake_done));

    const auto matches = [](const wire::Certificate &event, const Identity &identity) {
        const QByteArray der = identity.certificate_as(Encoding::der);
        QCOMPARE(event.length, uint32_t(der.size()));
        QCOMPARE(QByteArray(reinterpret_cast<const char *>(event.sha256.data), event.sha256.size), QCryptographicHash::hash(der, QCryptographicHash::Sha256));
        const auto seconds = [](const ASN1_TIME *time) {
            tm broken_down {};
            ASN1_TIME_to_tm(time, &broken_down);
            return uint64_t(timegm(&broken_down));
        };
        QCOMPARE(event.not_before, seconds(X509_get0_notBefore(identity.certificate.get())));
        QCOMPARE(event.not_after, seconds(X509_get0_notAfter(identity.certificate.get())));
    };
    const auto own = board.get<wire::Certificate>(0);
    QCOMPARE(own.direction, wire::Direction::sent);
    QCOMPARE(own.key_type, 1);
    QCOMPARE(own.key_bits, 2048u);
    matches(own, device);
    const auto received = board.get<wire::Certificate>(1);
    QCOMPARE(received.direction, wire::Direction::received);
    QCOMPARE(received.key_type, 2);
    QCOMPARE(received.key_bits, 256u);
    QCOMPARE(received.verdict, 0u);
    matches(received, client);
}

void ServerTest::sendsWholeChain()
{
    const Identity root = make_ca(KeyKind::rsa2048);
    const Identity intermediate = make_intermediate(root, KeyKind::p256, u"Intermediate CA"_s);
    const Identity device = make_leaf(intermediate, KeyKind::p256, u"device"_s);
    for (const Encoding encoding : { Encoding::pem, Encoding::der }) {
        Board board;
        board.write_flash(
            Board::identity_sector, identity_blob(device.certificate_as(encoding) + intermediate.certificate_as(encoding), device.key_as(encoding)));
        board.write_settings(Board::settings(wire::AgentRole::server));
        board.boot();
        OpenSslPeer peer;
        peer.connect_to(board.listening_port(), peer.ca(root) + strict);
        QVERIFY(peer.says("Verify return code: 0 (ok)"));
        QVERIFY(board.wait_for(wire::EventKind::certificate, 2));
        QCOMPARE(board.get<wire::Certificate>(1).depth, 1);
    }
}

void ServerTest::echoesWhatIsNoRequest()
{
    Board board;
    board.write_flash(Board::identity_sector, identity_blob(make_leaf(make_ca(KeyKind::p256), KeyKind::p256, u"device"_s)));
    wire::AgentSettings settings = Board::settings(wire::AgentRole::server);
    settings.buffer_size = 8192;
    board.write_settings(settings);
    board.boot();
    OpenSslPeer peer;
    peer.connect_to(board.listening_port(), tls12_only + QStringList { u"-quiet"_s });
    const QByteArray text = QByteArray(5000, 'e') + "the end\n"; // more than one send takes
    peer.write(text);
    QVERIFY(peer.says(text));
}

void ServerTest::smallBufferIsRoundedUp()
{
    Board board;
    board.write_flash(Board::identity_sector, identity_blob(make_leaf(make_ca(KeyKind::p256), KeyKind::p256, u"device"_s)));
    wire::AgentSettings settings = Board::settings(wire::AgentRole::server);
    settings.buffer_size = 1;
    board.write_settings(settings);
    board.boot();
    OpenSslPeer peer;
    peer.connect_to(board.listening_port(), tls12_only);
    peer.write("GET / HTTP/1.0\r\n\r\n");
    QVERIFY(peer.says("5c:cf:7f:12:34:56"));
    QCOMPARE(board.get<wire::SessionStart>().buffer_size, 837u);
    QCOMPARE(board.get<wire::Hello>().buffer_size, 837u);
}

void ServerTest::recordLargerThanBuffer()
{
    Board board;
    board.write_flash(Board::identity_sector, identity_blob(make_leaf(make_ca(KeyKind::p256), KeyKind::p256, u"device"_s)));
    board.write_settings(Board::settings(wire::AgentRole::server));
    board.boot();
    OpenSslPeer peer;
    peer.connect_to(board.listening_port(), tls12_only + QStringList { u"-quiet"_s });
    QVERIFY(board.wait_for(wire::EventKind::handshake_done));
    peer.write(QByteArray(4000, 'x'));
    QVERIFY(board.wait_for(wire::EventKind::session_end));
    const auto end = board.get<wire::SessionEnd>();
    QVERIFY(end.handshake_was_done);
    QCOMPARE(end.callback_error, -61); // ESPCONN_SSL_INVALID_DATA
    QCOMPARE(end.tls_error, 6u); // BR_ERR_TOO_LARGE
    QVERIFY(board.console().contains(u"a record is larger than the buffer"_s));
}

void ServerTest::peerThatSpeaksNoTls()
{
    Board board;
    board.write_flash(Board::identity_sector, identity_blob(make_leaf(make_ca(KeyKind::p256), KeyKind::p256, u"device"_s)));
    board.write_settings(Board::settings(wire::AgentRole::server));
    board.boot();
    OpenSslPeer::speak_plainly(board.listening_port(), "GET / HTTP/1.0\r\n\r\n");
    QVERIFY(board.wait_for(wire::EventKind::session_end));
    QCOMPARE(string(board.get<wire::RuntimeError>().what), u"the first byte is 0x47, no TLS record"_s);
    QCOMPARE(board.get<wire::SessionEnd>().callback_error, -28);
}

void ServerTest::peerThatOnlySpeaksTls13()
{
    Board board;
    board.write_flash(Board::identity_sector, identity_blob(make_leaf(make_ca(KeyKind::p256), KeyKind::p256, u"device"_s)));
    board.write_settings(Board::settings(wire::AgentRole::server));
    board.boot();
    OpenSslPeer peer;
    peer.connect_to(board.listening_port(), { u"-tls1_3"_s });
    QVERIFY(board.wait_for(wire::EventKind::session_end));
    const auto alert = board.get<wire::Alert>();
    QCOMPARE(alert.direction, wire::Direction::sent);
    QCOMPARE(board.get<wire::SessionEnd>().tls_error, 512u + alert.description);
    QVERIFY(peer.says("alert"));
}

void ServerTest::secondClientIsTurnedAway()
{
    Board board;
    board.write_flash(Board::identity_sector, identity_blob(make_leaf(make_ca(KeyKind::p256), KeyKind::p256, u"device"_s)));
    board.write_settings(Board::settings(wire::AgentRole::server));
    board.boot();
    OpenSslPeer first;
    first.connect_to(board.listening_port(), tls12_only);
    QVERIFY(board.wait_for(wire::EventKind::handshake_done));
    OpenSslPeer second;
    second.connect_to(board.listening_port(), tls12_only);
    QVERIFY(board.wait_for(wire::EventKind::error));
    QCOMPARE(board.get<wire::RuntimeError>().espconn, -15); // ESPCONN_ISCONN
    QVERIFY(second.ends());
    first.write("GET / HTTP/1.0\r\n\r\n"); // is not disturbed
    QVERIFY(first.says("5c:cf:7f:12:34:56"));
}

void ServerTest::peerThatLeavesDuringTheHandshake()
{
    Board board;
    board.write_flash(Board::identity_sector, identity_blob(make_leaf(make_ca(KeyKind::p256), KeyKind::p256, u"device"_s)));
    board.write_settings(Board::settings(wire::AgentRole::server));
    board.boot();
    OpenSslPeer::speak_plainly(board.listening_port(), QByteArray::fromHex("16030100"));
    QVERIFY(board.wait_for(wire::EventKind::session_end));
    QCOMPARE(board.get<wire::SessionEnd>().callback_error, -28);
    QCOMPARE(board.get<wire::SessionEnd>().tls_error, 0u);
}

void ServerTest::fourSessionsInARow()
{
    Board board;
    board.write_flash(Board::identity_sector, identity_blob(make_leaf(make_ca(KeyKind::rsa2048), KeyKind::rsa2048, u"device"_s)));
    board.write_settings(Board::settings(wire::AgentRole::server));
    board.boot();
    for (int i = 1; i <= 4; ++i) {
        OpenSslPeer peer;
        peer.connect_to(board.listening_port(), {});
        peer.write("GET / HTTP/1.0\r\n\r\n");
        QVERIFY(peer.says("5c:cf:7f:12:34:56"));
        QVERIFY(board.wait_for(wire::EventKind::session_end, i));
        QCOMPARE(board.get<wire::SessionEnd>(i - 1).session, uint32_t(i));
        QCOMPARE(board.get<wire::Memory>(2 * i - 1).heap_low_water, board.get<wire::Memory>(1).heap_low_water);
    }
}

void ServerTest::portInUse()
{
    const QByteArray blob = identity_blob(make_leaf(make_ca(KeyKind::p256), KeyKind::p256, u"device"_s));
    Board first;
    first.write_flash(Board::identity_sector, blob);
    wire::AgentSettings settings = Board::settings(wire::AgentRole::server);
    first.write_settings(settings);
    first.boot();
    settings.local_port = first.listening_port();
    Board second;
    second.write_flash(Board::identity_sector, blob);
    second.write_settings(settings);
    second.boot();
    QVERIFY(second.listening_port() != 0);
    QCOMPARE_NE(second.listening_port(), settings.local_port);
}

QTEST_GUILESS_MAIN(ServerTest)
#include "tst_server.moc"
