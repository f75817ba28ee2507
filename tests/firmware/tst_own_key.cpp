// SPDX-License-Identifier: Apache-2.0
// The agent makes its own key: asked over its UART, certified by a CA of the test, used in a handshake with OpenSSL.
#include "tests/firmware/key_desk.h"
#include "tests/firmware/openssl_peer.h"

#include <QtTest/QtTest>

#include <openssl/evp.h>

using namespace Qt::StringLiterals;
using namespace espseal;
using namespace espseal::test;
using wire::EventKind;
using wire::KeyRefusal;
using wire::KeyReplace;

namespace {

constexpr auto p256 = wire::KeyKind::ec_p256;
constexpr auto rsa = wire::KeyKind::rsa_2048;

// What `openssl ARGUMENTS` prints, given `input`.
QString openssl(const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(u"openssl"_s, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished())
        qFatal("openssl does not end");
    return QString::fromUtf8(process.readAll());
}

QByteArray sha256_of(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

void boot(Board &board, wire::AgentRole role = wire::AgentRole::server)
{
    board.write_settings(Board::settings(role));
    board.boot();
    QVERIFY(board.wait_for(EventKind::hello));
}

// A board with an identity that was made elsewhere.
Identity give_identity(Board &board, const Identity &ca, Encoding encoding = Encoding::der)
{
    const Identity old = make_leaf(ca, KeyKind::p256, u"made elsewhere"_s);
    board.write_flash(Board::identity_sector, identity_blob(old, encoding));
    return old;
}

// Of the server's latest start, which is the nth one that the test saw.
uint16_t port_of_start(const Board &board, int nth)
{
    QList<wire::Tcp> starts;
    const bool came = QTest::qWaitFor(
        [&] {
            starts = board.all<wire::Tcp>();
            starts.removeIf([](const wire::Tcp &tcp) { return tcp.event != wire::TcpEvent::listening; });
            return starts.size() >= nth;
        },
        20000);
    if (!came || starts.size() != nth)
        qFatal("the server started %d times, not %d; console:\n%s", int(starts.size()), nth, qPrintable(board.console()));
    return starts.last().local_port;
}

void tell_nobody(const Board &board, const QByteArray &key)
{
    QVERIFY(!key.isEmpty());
    for (const QByteArray &piece : secret_pieces(key)) {
        QVERIFY(!board.uart_stream().contains(piece));
        for (const Event &event : board.events())
            QVERIFY(!event.body.contains(piece));
    }
}

} // namespace

class OwnKeyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hello_tells_the_ability();
    void request_data();
    void request();
    void server_without_a_reset_data();
    void server_without_a_reset();
    void client_without_a_reset();
    void old_identity_serves_until_the_new_one_is_complete();
    void open_connection_ends_for_the_new_identity();
    void chain_goes_along();
    void erases_only_when_told();
    void several_keys_in_a_row();
    void request_refusals_data();
    void request_refusals();
    void certificate_refusals_data();
    void certificate_refusals();
    void pending_key_of_another_kind();
    void damaged_frames();
    void parts_in_any_order();
    void part_that_was_damaged_unnoticed();
    void answer_that_was_lost();
};

void OwnKeyTest::hello_tells_the_ability()
{
    Board board;
    boot(board);
    QCOMPARE(board.get<wire::Hello>().features, wire::feature_own_key);
}

void OwnKeyTest::request_data()
{
    QTest::addColumn<wire::KeyKind>("kind");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QString>("key_text");
    QTest::newRow("P-256") << p256 << "greenhouse-17"_ba << u"NIST CURVE: P-256"_s;
    QTest::newRow("P-256, name beyond ASCII") << p256 << "Gewächshaus №17"_ba << u"NIST CURVE: P-256"_s;
    QTest::newRow("P-256, long name") << p256 << QByteArray(64, 'n') << u"NIST CURVE: P-256"_s;
    QTest::newRow("RSA") << rsa << "greenhouse-17"_ba << u"Public-Key: (2048 bit)"_s;
    QTest::newRow("RSA, long name") << rsa << QByteArray(64, 'n') << u"Exponent: 65537"_s;
}

void OwnKeyTest::request()
{
    QFETCH(wire::KeyKind, kind);
    QFETCH(QByteArray, name);
    QFETCH(QString, key_text);

    Board board;
    const QByteArray before = board.flash(0, 0x7C000);
    boot(board);
    KeyDesk desk(board);
    const QByteArray der = desk.request({ kind, name });
    QVERIFY(!der.isEmpty());
    const QString shown
        = openssl({ u"req"_s, u"-verify"_s, u"-inform"_s, u"DER"_s, u"-noout"_s, u"-text"_s, u"-nameopt"_s, u"utf8,-esc_msb,show_type"_s }, der);
    QVERIFY2(shown.contains(u"self-signature verify OK"_s), qPrintable(shown));
    QVERIFY2(shown.contains(u"Subject: CN=UTF8STRING:"_s + QString::fromUtf8(name)) || shown.contains(u"Subject: CN = UTF8STRING:"_s + QString::fromUtf8(name)),
        qPrintable(shown));
    QVERIFY2(shown.contains(key_text), qPrintable(shown));
    QVERIFY(shown.contains(kind == rsa ? u"sha256WithRSAEncryption"_s : u"ecdsa-with-SHA256"_s));

    // The same bytes again, now and after a reset; another name makes another request for the same key.
    QCOMPARE(desk.request({ kind, name }), der);
    board.reset();
    board.boot();
    QCOMPARE(desk.request({ kind, name }), der);
    const auto public_key = [](const QByteArray &request) { return openssl({ u"req"_s, u"-inform"_s, u"DER"_s, u"-noout"_s, u"-pubkey"_s }, request); };
    const QByteArray renamed = desk.request({ kind, "another" });
    QVERIFY(renamed != der);
    QCOMPARE(public_key(renamed), public_key(der));

    const QByteArray key = entry_of(board.flash(Board::identity_sector), "private_key");
    tell_nobody(board, key);
    QVERIFY(entry_of(board.flash(Board::identity_sector), "certificate").isEmpty());
    // Nothing but that sector and the settings was written.
    QByteArray after = board.flash(0, 0x7C000);
    after.replace(0x79000, 256, before.sliced(0x79000, 256));
    QCOMPARE(after, before);
    QCOMPARE(board.flash(0x7D, 0x83000), QByteArray(0x83000, '\xFF'));
}

void OwnKeyTest::server_without_a_reset_data()
{
    QTest::addColumn<wire::KeyKind>("kind");
    QTest::addColumn<KeyKind>("ca_kind");
    QTest::newRow("P-256 by P-256") << p256 << KeyKind::p256;
    QTest::newRow("P-256 by RSA") << p256 << KeyKind::rsa2048;
    QTest::newRow("RSA by P-256") << rsa << KeyKind::p256;
}

void OwnKeyTest::server_without_a_reset()
{
    QFETCH(wire::KeyKind, kind);
    QFETCH(KeyKind, ca_kind);

    const Identity ca = make_ca(ca_kind);
    Board board;
    boot(board);
    QVERIFY(board.wait_for_console(u"server not started!"_s));
    KeyDesk desk(board);
    const QByteArray certificate = certified(desk.request({ kind }), ca, u"greenhouse-17"_s);
    QVERIFY(desk.deliver(certificate));
    QCOMPARE(desk.told_sha256(), sha256_of(certificate));

    OpenSslPeer peer;
    peer.connect_to(board.listening_port(), peer.ca(ca) + QStringList { u"-verify_return_error"_s, u"-verify_hostname"_s, u"localhost"_s });
    peer.write("GET / HTTP/1.0\r\n\r\n");
    QVERIFY(peer.says("5c:cf:7f:12:34:56"));
    QVERIFY(peer.output().contains("Verification: OK"));
    QVERIFY(board.wait_for(EventKind::session_end, 2)); // the first one stands for the server that did not start

    const QByteArray sector = board.flash(Board::identity_sector);
    const QByteArray key = entry_of(sector, "private_key");
    QVERIFY(belong_together(entry_of(sector, "certificate"), key));
    QVERIFY(!sector.contains(".new"));
    tell_nobody(board, key);
    board.reset();
    board.boot();
    OpenSslPeer second;
    second.connect_to(port_of_start(board, 2), second.ca(ca) + QStringList { u"-verify_return_error"_s });
    QVERIFY(second.says("Verification: OK"));
}

void OwnKeyTest::client_without_a_reset()
{
    const Identity ca = make_ca(KeyKind::p256);
    OpenSslPeer peer;
    LeafSpec server;
    server.alt_names = { u"DNS:localhost"_s };
    const uint16_t port = peer.listen(
        peer.identity(make_leaf(ca, KeyKind::p256, u"server"_s, server)) + peer.ca(ca) + QStringList { u"-Verify"_s, u"1"_s, u"-verify_return_error"_s });
    Board board;
    board.write_flash(Board::ca_sector, ca_blob({ ca.certificate_as(Encoding::der) }));
    wire::AgentSettings settings = Board::settings(wire::AgentRole::client);
    settings.remote_port = port;
    settings.client_verifies = settings.client_authenticates = true;
    board.write_settings(settings);
    board.boot();
    QVERIFY(board.wait_for(EventKind::session_end));
    QVERIFY(!board.get<wire::SessionEnd>().handshake_was_done);

    KeyDesk desk(board);
    QVERIFY(desk.deliver(certified(desk.request({}), ca, u"greenhouse-17"_s)));
    QVERIFY(peer.says("espseal 5c:cf:7f:12:34:56 up"));
    QVERIFY(peer.output().contains("CN=greenhouse-17") || peer.output().contains("CN = greenhouse-17"));
    QVERIFY(board.wait_for(EventKind::handshake_done));
}

void OwnKeyTest::old_identity_serves_until_the_new_one_is_complete()
{
    const Identity ca = make_ca(KeyKind::p256);
    const Identity new_ca = make_ca(KeyKind::p256, u"New CA"_s);
    Board board;
    const Identity old = give_identity(board, ca);
    boot(board);
    KeyDesk desk(board);
    QVERIFY(desk.request({}).isEmpty());
    QCOMPARE(desk.refusal(), KeyRefusal::identity_exists);

    const QByteArray request = desk.request({ .replace = KeyReplace::when_complete });
    QVERIFY(!request.isEmpty());
    board.reset();
    board.boot();
    OpenSslPeer before;
    before.connect_to(port_of_start(board, 2), before.ca(ca) + QStringList { u"-verify_return_error"_s });
    QVERIFY(before.says("Verification: OK"));
    before.stop();
    QVERIFY(board.wait_for_console(u"connection"_s));

    QCOMPARE(desk.request({ .replace = KeyReplace::when_complete }), request);
    QVERIFY(desk.deliver(certified(request, new_ca, u"greenhouse-17"_s)));
    OpenSslPeer after;
    after.connect_to(port_of_start(board, 3), after.ca(new_ca) + QStringList { u"-verify_return_error"_s });
    QVERIFY(after.says("Verification: OK"));

    const QByteArray sector = board.flash(Board::identity_sector);
    for (const QByteArray &piece : secret_pieces(old.key_as(Encoding::der)))
        QVERIFY(!sector.contains(piece));
}

void OwnKeyTest::open_connection_ends_for_the_new_identity()
{
    const Identity ca = make_ca(KeyKind::p256);
    Board board;
    give_identity(board, ca);
    boot(board);
    OpenSslPeer peer;
    peer.connect_to(board.listening_port(), peer.ca(ca));
    QVERIFY(peer.says("Verification: OK"));
    QVERIFY(board.wait_for(EventKind::handshake_done));
    KeyDesk desk(board);
    const QByteArray request = desk.request({ .replace = KeyReplace::when_complete });
    QVERIFY(desk.deliver(certified(request, ca, u"greenhouse-17"_s)));
    QVERIFY(peer.ends());
    QVERIFY(port_of_start(board, 2) != 0);
}

void OwnKeyTest::chain_goes_along()
{
    const Identity root = make_ca(KeyKind::p256);
    const Identity middle = make_intermediate(root, KeyKind::p256, u"Middle CA"_s);
    Board board;
    boot(board);
    KeyDesk desk(board);
    QVERIFY(desk.deliver(certified(desk.request({}), middle, u"greenhouse-17"_s) + middle.certificate_as(Encoding::der)));
    OpenSslPeer peer;
    peer.connect_to(board.listening_port(), peer.ca(root) + QStringList { u"-verify_return_error"_s });
    QVERIFY(peer.says("Verification: OK"));
}

void OwnKeyTest::erases_only_when_told()
{
    Board board;
    board.write_flash(Board::identity_sector, QByteArray(3000, 'x'));
    boot(board);
    KeyDesk desk(board);
    QVERIFY(desk.request({ .replace = KeyReplace::when_complete }).isEmpty());
    QCOMPARE(desk.refusal(), KeyRefusal::foreign_content);
    QVERIFY(board.flash(Board::identity_sector).startsWith(QByteArray(3000, 'x')));

    const QByteArray request = desk.request({ .replace = KeyReplace::erase_first });
    QVERIFY(!request.isEmpty());
    QVERIFY(!board.flash(Board::identity_sector).contains("xxx"));
    QCOMPARE(desk.request({ .replace = KeyReplace::erase_first }), request); // it is not erased again
    board.reset();
    board.boot();
    QCOMPARE(desk.request({ .replace = KeyReplace::erase_first }), request);
}

// Each leaves its predecessor's remains behind, until there is no room; then the sector has to be erased.
void OwnKeyTest::several_keys_in_a_row()
{
    const Identity ca = make_ca(KeyKind::p256);
    Board board;
    boot(board);
    KeyDesk desk(board);
    int stored = 0;
    for (QByteArray request = desk.request({}); !request.isEmpty(); request = desk.request({ .replace = KeyReplace::when_complete })) {
        QVERIFY(desk.deliver(certified(request, ca, u"greenhouse-17"_s)));
        const QByteArray sector = board.flash(Board::identity_sector);
        QVERIFY(belong_together(entry_of(sector, "certificate"), entry_of(sector, "private_key")));
        QVERIFY(++stored < 20);
    }
    QCOMPARE(desk.refusal(), KeyRefusal::no_room);
    QVERIFY(stored >= 3);
    const QByteArray request = desk.request({ .replace = KeyReplace::erase_first });
    QVERIFY(desk.deliver(certified(request, ca, u"greenhouse-17"_s)));
}

void OwnKeyTest::request_refusals_data()
{
    QTest::addColumn<uint16_t>("identity_sector");
    QTest::addColumn<Wish>("wish");
    QTest::addColumn<KeyRefusal>("refusal");
    constexpr uint16_t usual = Board::identity_sector;
    QTest::newRow("no sector") << wire::no_sector << Wish() << KeyRefusal::sector_unnamed;
    QTest::newRow("the application's sector") << uint16_t(0x0F) << Wish { .replace = KeyReplace::erase_first } << KeyRefusal::sector_unfit;
    QTest::newRow("the CA's sector") << uint16_t(Board::ca_sector) << Wish { .replace = KeyReplace::erase_first } << KeyRefusal::sector_unfit;
    QTest::newRow("the settings' sector") << uint16_t(0x79) << Wish { .replace = KeyReplace::erase_first } << KeyRefusal::sector_unfit;
    QTest::newRow("the SDK's sectors") << uint16_t(0xFB) << Wish { .replace = KeyReplace::erase_first } << KeyRefusal::sector_unfit;
    QTest::newRow("beyond the flash") << uint16_t(0x100) << Wish { .replace = KeyReplace::erase_first } << KeyRefusal::sector_unfit;
    QTest::newRow("no name") << usual << Wish { .name = {} } << KeyRefusal::bad_wish;
    QTest::newRow("a name too long") << usual << Wish { .name = QByteArray(129, 'n') } << KeyRefusal::bad_wish;
    QTest::newRow("a name with a NUL") << usual << Wish { .name = QByteArray("a\0b", 3) } << KeyRefusal::bad_wish;
    QTest::newRow("no such key") << usual << Wish { .key = wire::KeyKind(9) } << KeyRefusal::bad_wish;
    QTest::newRow("no such replacement") << usual << Wish { .replace = KeyReplace(9) } << KeyRefusal::bad_wish;
}

void OwnKeyTest::request_refusals()
{
    QFETCH(uint16_t, identity_sector);
    QFETCH(Wish, wish);
    Board board;
    wire::AgentSettings settings = Board::settings(wire::AgentRole::none);
    settings.identity_sector = identity_sector;
    board.write_settings(settings);
    const QByteArray before = board.flash(0, 0x100000);
    board.boot();
    KeyDesk desk(board);
    QVERIFY(desk.request(wish).isEmpty());
    QTEST(desk.refusal(), "refusal");
    QCOMPARE(board.flash(0, 0x100000), before);
}

void OwnKeyTest::certificate_refusals_data()
{
    QTest::addColumn<bool>("pending");
    QTest::addColumn<QByteArray>("chain");
    QTest::addColumn<KeyRefusal>("refusal");
    const Identity ca = make_ca(KeyKind::p256);
    const QByteArray others = make_leaf(ca, KeyKind::p256, u"others"_s).certificate_as(Encoding::der);
    QTest::newRow("nobody waits for it") << false << others << KeyRefusal::no_pending_key;
    QTest::newRow("of another key") << true << others << KeyRefusal::wrong_certificate;
    QTest::newRow("of another kind of key") << true << make_leaf(ca, KeyKind::rsa2048, u"others"_s).certificate_as(Encoding::der)
                                            << KeyRefusal::wrong_certificate;
    QTest::newRow("no certificate") << true << QByteArray(500, 'x') << KeyRefusal::bad_certificate;
    QTest::newRow("a damaged one") << true << others.first(200) << KeyRefusal::bad_certificate;
    QTest::newRow("five of them") << true << others.repeated(5) << KeyRefusal::bad_certificate;
    QTest::newRow("too long for a sector") << true << QByteArray(5000, 'x') << KeyRefusal::no_room;
}

void OwnKeyTest::certificate_refusals()
{
    QFETCH(bool, pending);
    QFETCH(QByteArray, chain);
    Board board;
    boot(board);
    KeyDesk desk(board);
    const QByteArray request = pending ? desk.request({}) : QByteArray();
    const QByteArray before = board.flash(Board::identity_sector);
    QVERIFY(!desk.deliver(chain));
    QTEST(desk.refusal(), "refusal");
    QCOMPARE(board.flash(Board::identity_sector), before);
    if (!pending)
        return;
    QCOMPARE(desk.request({}), request);
    QVERIFY(desk.deliver(certified(request, make_ca(KeyKind::p256), u"greenhouse-17"_s)));
}

void OwnKeyTest::pending_key_of_another_kind()
{
    Board board;
    boot(board);
    KeyDesk desk(board);
    const QByteArray request = desk.request({});
    QVERIFY(desk.request({ .key = rsa }).isEmpty());
    QCOMPARE(desk.refusal(), KeyRefusal::other_key_pending);
    QCOMPARE(desk.request({}), request);
    const QByteArray key = entry_of(board.flash(Board::identity_sector), "private_key");
    QVERIFY(!desk.request({ .key = rsa, .replace = KeyReplace::when_complete }).isEmpty());
    for (const QByteArray &piece : secret_pieces(key))
        QVERIFY(!board.flash(Board::identity_sector).contains(piece));
}

void OwnKeyTest::damaged_frames()
{
    Board board;
    boot(board);
    KeyDesk desk(board);
    const QByteArray good = KeyDesk::frame(KeyDesk::request_for({}));
    for (qsizetype at = 1; at + 1 < good.size(); ++at) {
        QByteArray damaged = good;
        damaged[at] = char(damaged[at] ^ 0x10);
        board.send(damaged);
    }
    for (qsizetype size = 1; size < good.size(); ++size)
        board.send(good.first(size));
    board.send("\r\nnoise\xFF\x80\r\n"_ba + QByteArray(1, '\0'));
    // None of it was taken for a request: the sector is still empty when the answer to what comes last is here.
    board.request_hello();
    QVERIFY(board.wait_for(EventKind::hello, 2));
    QCOMPARE(board.count(EventKind::certificate_request_part), 0);
    QCOMPARE(board.flash(Board::identity_sector), QByteArray(4096, '\xFF'));
    const QByteArray request = desk.request({});
    QVERIFY(desk.deliver(certified(request, make_ca(KeyKind::p256), u"greenhouse-17"_s)));
}

void OwnKeyTest::parts_in_any_order()
{
    Board board;
    boot(board);
    KeyDesk desk(board);
    const QByteArray chain = certified(desk.request({}), make_ca(KeyKind::p256), u"greenhouse-17"_s);
    const auto received_after = [&](const wire::CertificatePart &part) {
        desk.send(part);
        const auto event = desk.answer();
        return event && event->kind == EventKind::identity_progress ? int(event->as<wire::IdentityProgress>().received) : -1;
    };
    QCOMPARE(received_after(KeyDesk::part_of(chain, 192)), 0); // not before the first
    QCOMPARE(received_after(KeyDesk::part_of(chain, 0)), 192);
    QCOMPARE(received_after(KeyDesk::part_of(chain, 0)), 192); // once is enough
    QCOMPARE(received_after(KeyDesk::part_of(chain, 300)), 192); // one is missing
    QCOMPARE(received_after(KeyDesk::part_of(chain, 192, 50)), 242);
    QCOMPARE(received_after(KeyDesk::part_of(chain, 192)), 242);
    QCOMPARE(received_after(KeyDesk::part_of(chain + "x"_ba, 0)), 192); // another chain begins anew
    QVERIFY(desk.deliver(chain));
}

void OwnKeyTest::part_that_was_damaged_unnoticed()
{
    Board board;
    boot(board);
    KeyDesk desk(board);
    const QByteArray chain = certified(desk.request({}), make_ca(KeyKind::p256), u"greenhouse-17"_s);
    QByteArray wrong = chain;
    wrong[5] = char(wrong[5] ^ 1);
    wire::CertificatePart part = KeyDesk::part_of(wrong, 0);
    part.crc32 = KeyDesk::part_of(chain, 0).crc32;
    desk.send(part);
    QVERIFY(desk.answer());
    for (qsizetype offset = 192; offset < chain.size(); offset += 192) {
        desk.send(KeyDesk::part_of(chain, offset));
        QVERIFY(desk.answer());
    }
    QCOMPARE(desk.refusal(), KeyRefusal::damaged);
    QVERIFY(desk.deliver(chain));
}

void OwnKeyTest::answer_that_was_lost()
{
    Board board;
    boot(board);
    KeyDesk desk(board);
    const QByteArray chain = certified(desk.request({}), make_ca(KeyKind::p256), u"greenhouse-17"_s);
    QVERIFY(desk.deliver(chain));
    const QByteArray sector = board.flash(Board::identity_sector);
    // The last part once more; then all of it, to a device that has started anew.
    desk.send(KeyDesk::part_of(chain, chain.size() - 1));
    const auto event = desk.answer();
    QVERIFY(event && event->kind == EventKind::identity_progress && event->as<wire::IdentityProgress>().stored);
    board.reset();
    board.boot();
    QVERIFY(desk.deliver(chain));
    QCOMPARE(desk.told_sha256(), sha256_of(chain));
    QCOMPARE(board.flash(Board::identity_sector), sector);
}

QTEST_GUILESS_MAIN(OwnKeyTest)
#include "tst_own_key.moc"
