// SPDX-License-Identifier: Apache-2.0
// What the device says when the flash does not hold what it needs.
#include "tests/firmware/board.h"
#include "tests/firmware/openssl_peer.h"

#include <QtTest/QtTest>

#include <zlib.h>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::test;
using wire::BlobVerdict;

class CredentialsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void identity_data();
    void identity();
    void ca_data();
    void ca();
    void sectorOutsideFlash();
    void checksumIsOfFlash();
    void settings_data();
    void settings();
    void settingsWithoutSector_data();
    void settingsWithoutSector();
    void idlesWithoutSettings();
};

void CredentialsTest::identity_data()
{
    QTest::addColumn<QByteArray>("flash");
    QTest::addColumn<QString>("entry");
    QTest::addColumn<BlobVerdict>("verdict");
    QTest::addColumn<QString>("reason");

    const Identity ca = make_ca(KeyKind::p256);
    const Identity device = make_leaf(ca, KeyKind::p256, u"device"_s);
    const Identity other = make_leaf(ca, KeyKind::p256, u"other"_s);
    const Identity rsa = make_leaf(ca, KeyKind::rsa2048, u"device"_s);
    const Identity other_rsa = make_leaf(ca, KeyKind::rsa2048, u"other"_s);
    const QByteArray certificate = device.certificate_as(Encoding::pem);
    const QByteArray key = device.key_as(Encoding::pem);
    const QByteArray good = identity_blob(device);
    const QString mismatch = u"the private key does not belong to the certificate"_s;
    const QString unreadable = u"no certificate or key can be read from it"_s;

    QTest::newRow("erased") << QByteArray() << u"certificate"_s << BlobVerdict::erased << u"0x7C000: the sector is erased"_s;
    QTest::newRow("zeros") << QByteArray(4096, 0) << u"certificate"_s << BlobVerdict::no_blob << u"the sector does not hold a credential blob"_s;
    QTest::newRow("code") << QByteArray(8192, '\xE9') << u"certificate"_s << BlobVerdict::no_blob << u"the sector does not hold a credential blob"_s;
    QTest::newRow("a CA blob") << ca_blob({ certificate }) << u"certificate"_s << BlobVerdict::missing_entry << u"the blob has no such entry"_s;
    QTest::newRow("no key, erased behind") << good.first(34 + certificate.size()) << u"private_key"_s << BlobVerdict::missing_entry
                                           << u"the blob has no such entry"_s;
    QTest::newRow("no key, zeros behind") << good.first(34 + certificate.size()) + QByteArray(9000, 0) << u"private_key"_s << BlobVerdict::missing_entry
                                          << u"the blob has no such entry"_s;
    QTest::newRow("key cut off by erased flash") << good.chopped(60) << u"private_key"_s << BlobVerdict::bad_payload << unreadable;
    QTest::newRow("longer than may be read") << identity_blob(QByteArray(9000, 'x'), key) << u"certificate"_s << BlobVerdict::truncated
                                             << u"the blob is cut off"_s;
    QTest::newRow("certificate is nonsense") << identity_blob("nonsense", key) << u"certificate"_s << BlobVerdict::bad_payload << unreadable;
    QTest::newRow("certificate is a key") << identity_blob(key, key) << u"certificate"_s << BlobVerdict::bad_payload << unreadable;
    QTest::newRow("key is a certificate") << identity_blob(certificate, certificate) << u"private_key"_s << BlobVerdict::bad_payload << unreadable;
    QTest::newRow("certificate with a flipped length") << identity_blob(QByteArray(device.certificate_as(Encoding::der)).replace(3, 1, "\xFF"), key)
                                                       << u"certificate"_s << BlobVerdict::bad_payload << unreadable;
    QTest::newRow("empty certificate") << identity_blob({}, key) << u"certificate"_s << BlobVerdict::bad_payload << unreadable;
    QTest::newRow("another EC key") << identity_blob(certificate, other.key_as(Encoding::pem)) << u"private_key"_s << BlobVerdict::ok << mismatch;
    QTest::newRow("another RSA key") << identity_blob(rsa.certificate_as(Encoding::pem), other_rsa.key_as(Encoding::pem)) << u"private_key"_s << BlobVerdict::ok
                                     << mismatch;
    QTest::newRow("an RSA key for an EC certificate") << identity_blob(certificate, rsa.key_as(Encoding::pem)) << u"private_key"_s << BlobVerdict::ok
                                                      << mismatch;
}

// As server the device finds out when it boots, as client when it connects: with the same words.
void CredentialsTest::identity()
{
    QFETCH(QByteArray, flash);
    QFETCH(QString, entry);
    QFETCH(BlobVerdict, verdict);
    QFETCH(QString, reason);

    const Identity ca = make_ca(KeyKind::p256);
    OpenSslPeer peer;
    const uint16_t port = peer.listen(peer.identity(make_leaf(ca, KeyKind::p256, u"server"_s)));
    for (const wire::AgentRole role : { wire::AgentRole::server, wire::AgentRole::client }) {
        Board board;
        board.write_flash(Board::identity_sector, flash);
        wire::AgentSettings settings = Board::settings(role);
        settings.remote_port = port;
        settings.client_authenticates = true;
        board.write_settings(settings);
        board.boot();
        QVERIFY(board.wait_for(wire::EventKind::session_end));

        const wire::BlobRead blob = board.all<wire::BlobRead>().last();
        QCOMPARE(blob.role, wire::BlobRole::identity);
        QCOMPARE(blob.sector, Board::identity_sector);
        QCOMPARE(string(blob.name), entry);
        QCOMPARE(blob.verdict, verdict);
        const auto error = board.get<wire::RuntimeError>();
        QVERIFY2(string(error.what).contains(reason), qPrintable(string(error.what)));
        QVERIFY(string(error.what).startsWith(u"0x7C000: "_s));
        QCOMPARE(error.espconn, -28);
        const auto end = board.get<wire::SessionEnd>();
        QCOMPARE(end.session, 1u);
        QCOMPARE(end.callback_error, -28);
        QVERIFY(!end.handshake_was_done);
        QCOMPARE(board.events().last().kind, wire::EventKind::session_end);
        QVERIFY(board.console().contains(reason));
    }
}

void CredentialsTest::ca_data()
{
    QTest::addColumn<QByteArray>("flash");
    QTest::addColumn<QString>("entry");
    QTest::addColumn<BlobVerdict>("verdict");

    const Identity ca = make_ca(KeyKind::p256);
    const QByteArray pem = ca.certificate_as(Encoding::pem);
    const QByteArray der = ca.certificate_as(Encoding::der);
    QTest::newRow("erased") << QByteArray() << QString() << BlobVerdict::erased;
    QTest::newRow("zeros") << QByteArray(4096, 0) << QString() << BlobVerdict::no_blob;
    QTest::newRow("an identity blob") << identity_blob(make_leaf(ca, KeyKind::p256, u"device"_s)) << u"certificate"_s << BlobVerdict::missing_entry;
    QTest::newRow("nonsense") << ca_blob({ "nonsense" }) << u"TLS.ca_x509.cer"_s << BlobVerdict::bad_payload;
    QTest::newRow("PEM cut off") << ca_blob({ pem.first(pem.size() / 2) }) << u"TLS.ca_x509.cer"_s << BlobVerdict::bad_payload;
    QTest::newRow("DER cut off") << ca_blob({ der.first(der.size() / 2) }) << u"TLS.ca_x509.cer"_s << BlobVerdict::bad_payload;
    QTest::newRow("second entry is nonsense") << ca_blob({ pem, "nonsense" }) << u"ca1.cer"_s << BlobVerdict::bad_payload;
    QTest::newRow("second in a bundle is damaged") << ca_blob({ pem + QByteArray(pem).replace("MII", "!!!") }) << u"TLS.ca_x509.cer"_s
                                                   << BlobVerdict::bad_payload;
    QTest::newRow("more CAs than fit") << ca_blob({ der.repeated(9) }) << u"TLS.ca_x509.cer"_s << BlobVerdict::bad_payload;
}

void CredentialsTest::ca()
{
    QFETCH(QByteArray, flash);
    QFETCH(QString, entry);
    QFETCH(BlobVerdict, verdict);

    OpenSslPeer peer;
    const uint16_t port = peer.listen(peer.identity(make_leaf(make_ca(KeyKind::p256), KeyKind::p256, u"server"_s)));
    Board board;
    board.write_flash(Board::ca_sector, flash);
    wire::AgentSettings settings = Board::settings(wire::AgentRole::client);
    settings.remote_port = port;
    settings.client_verifies = true;
    board.write_settings(settings);
    board.boot();
    QVERIFY(board.wait_for(wire::EventKind::session_end));
    const wire::BlobRead blob = board.all<wire::BlobRead>().last();
    QCOMPARE(blob.role, wire::BlobRole::ca);
    QCOMPARE(string(blob.name), entry);
    QCOMPARE(blob.verdict, verdict);
    QCOMPARE(string(board.get<wire::RuntimeError>().where), u"CA"_s);
    QCOMPARE(board.get<wire::SessionEnd>().callback_error, -28);
}

void CredentialsTest::sectorOutsideFlash()
{
    Board board(512 * 1024);
    wire::AgentSettings settings = Board::settings(wire::AgentRole::server);
    settings.identity_sector = 0x80;
    board.write_settings(settings);
    board.boot();
    QVERIFY(board.wait_for(wire::EventKind::session_end));
    QCOMPARE(board.get<wire::BlobRead>().verdict, BlobVerdict::outside_flash);
    QCOMPARE(board.get<wire::BlobRead>().crc32, 0u);
}

void CredentialsTest::checksumIsOfFlash()
{
    const QByteArray blob = identity_blob(make_leaf(make_ca(KeyKind::p256), KeyKind::p256, u"device"_s), Encoding::der);
    Board board;
    board.write_flash(Board::identity_sector, blob);
    board.write_settings(Board::settings(wire::AgentRole::server));
    board.boot();
    QVERIFY(board.wait_for(wire::EventKind::blob_read, 2));
    for (const wire::BlobRead &read : board.all<wire::BlobRead>()) {
        const QByteArray entry = blob.sliced(read.offset, 34 + read.length);
        const bool secret = string(read.name) == u"private_key"_s;
        QCOMPARE(read.crc32, secret ? 0u : uint32_t(crc32(0, reinterpret_cast<const Bytef *>(entry.constData()), uInt(entry.size()))));
    }
}

void CredentialsTest::settings_data()
{
    QTest::addColumn<QList<int>>("generations"); // in sectors 0x10, 0x40, 0xFF; 0: none, negative: damaged
    QTest::addColumn<int>("chosen"); // sector; 0xFFFF: none
    QTest::newRow("none") << QList { 0, 0, 0 } << 0xFFFF;
    QTest::newRow("lowest sector") << QList { 1, 0, 0 } << 0x10;
    QTest::newRow("last sector") << QList { 0, 0, 1 } << 0xFF;
    QTest::newRow("highest generation first") << QList { 3, 2, 1 } << 0x10;
    QTest::newRow("highest generation last") << QList { 1, 2, 3 } << 0xFF;
    QTest::newRow("first of equals") << QList { 0, 2, 2 } << 0x40;
    QTest::newRow("a damaged one does not count") << QList { 1, -9, 0 } << 0x10;
}

void CredentialsTest::settings()
{
    QFETCH(QList<int>, generations);
    Board board;
    constexpr uint32_t sectors[] = { 0x10, 0x40, 0xFF };
    for (int i = 0; i < 3; ++i) {
        if (generations[i] == 0)
            continue;
        wire::AgentSettings settings = Board::settings(wire::AgentRole::none);
        settings.generation = uint32_t(qAbs(generations[i]));
        board.write_settings(settings, sectors[i]);
        if (generations[i] < 0)
            board.write_flash(sectors[i], "ESPSEAL\x01????");
    }
    board.boot();
    QVERIFY(board.wait_for(wire::EventKind::settings));
    QTEST(int(board.get<wire::Settings>().sector), "chosen");
}

void CredentialsTest::settingsWithoutSector_data()
{
    QTest::addColumn<wire::AgentRole>("role");
    QTest::addColumn<bool>("verifies");
    QTest::newRow("server, no identity") << wire::AgentRole::server << false;
    QTest::newRow("server, no CA") << wire::AgentRole::server << true;
    QTest::newRow("client, no identity") << wire::AgentRole::client << false;
    QTest::newRow("client, no CA") << wire::AgentRole::client << true;
}

void CredentialsTest::settingsWithoutSector()
{
    QFETCH(wire::AgentRole, role);
    QFETCH(bool, verifies);
    Board board;
    wire::AgentSettings settings = Board::settings(role);
    settings.server_verifies = settings.client_verifies = verifies;
    settings.client_authenticates = !verifies;
    (verifies ? settings.ca_sector : settings.identity_sector) = wire::no_sector;
    board.write_settings(settings);
    board.boot();
    QVERIFY(board.wait_for(wire::EventKind::error));
    const auto error = board.get<wire::RuntimeError>();
    QCOMPARE(string(error.where), u"settings"_s);
    QVERIFY(string(error.what).endsWith(verifies ? u"the CA"_s : u"the certificate and key"_s));
}

void CredentialsTest::idlesWithoutSettings()
{
    Board board;
    board.boot();
    QVERIFY(board.wait_for(wire::EventKind::settings));
    QVERIFY(board.wait_for_console(u"no settings in flash"_s));
    QVERIFY(board.wait_for_console(u"nothing to do, waiting"_s));
    const auto hello = board.get<wire::Hello>();
    QCOMPARE(string(hello.firmware), u"espseal-agent " ESPSEAL_VERSION_TEXT ""_s);
    QCOMPARE(string(hello.flavour), u"BearSSL 0.6"_s);
    QCOMPARE(QByteArray(reinterpret_cast<const char *>(hello.mac.data), hello.mac.size), QByteArray::fromHex("5ccf7f123456"));
    QCOMPARE(hello.reset_reason, 6u);
    QCOMPARE(hello.flash_size, 1024u * 1024);
    QVERIFY(hello.arena_size > 0 && hello.stack_size > 0);
    QCOMPARE(hello.plain_limit, 1024u);

    board.request_hello();
    QVERIFY(board.wait_for(wire::EventKind::hello, 2));
}

QTEST_GUILESS_MAIN(CredentialsTest)
#include "tst_credentials.moc"
