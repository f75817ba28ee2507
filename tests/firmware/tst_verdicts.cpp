// SPDX-License-Identifier: Apache-2.0
// The emulation of the device's verifier says what the device says: the same chains and CA sectors in real handshakes with the runtime.
#include "tests/firmware/board.h"
#include "tests/firmware/openssl_peer.h"
#include "tests/pki/device_cases.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace espseal;
using espseal::pki::DeviceVerdict;
using espseal::pki::test::DeviceCase;

namespace {

// One for each answer that the runtime has, and those that were hard to believe. (Names of tests/pki/device_cases.cpp.)
const QStringList chosen { u"leaf of the CA"_s, u"with its intermediate"_s, u"erased"_s, u"zeros"_s, u"another CA"_s, u"second of two DER"_s,
    u"a broken one in the bundle"_s, u"the leaf itself"_s, u"expired"_s, u"not yet valid"_s, u"past 2038"_s, u"key may not sign"_s, u"MD5"_s, u"RSA-512 CA"_s,
    u"RSA-512 leaf"_s, u"RSA leaf of an EC intermediate"_s, u"out of order"_s, u"a stranger behind"_s, u"intermediate that is no CA"_s,
    u"CA:FALSE in the sector"_s, u"path length exceeded at the root"_s, u"a CA of the same name"_s, u"an intermediate of the same name"_s,
    u"a critical extension"_s, u"larger than the buffer"_s };

QList<DeviceCase> named_ones()
{
    using namespace espseal::pki;
    using namespace espseal::pki::test;
    const pki::Identity root = forged(a_ca("Root"));
    const QByteArray sector = sector_of({ root.certificate() });
    const auto leaf = [&](const QByteArray &names) { return QList { forged(a_leaf("somebody", names), root).certificate() }; };
    const AltName host { AltName::Kind::dns, u"localhost"_s };
    const AltName address { AltName::Kind::ip, u"127.0.0.1"_s };
    return { { .name = u"its name"_s, .chain = leaf("DNS:localhost"), .sector = sector, .answers = {}, .at = host },
        { .name = u"another name"_s, .chain = leaf("DNS:other"), .sector = sector, .answers = {}, .at = host },
        { .name = u"its address"_s, .chain = leaf("IP:127.0.0.1"), .sector = sector, .answers = {}, .at = address },
        { .name = u"another address"_s, .chain = leaf("IP:127.0.0.2"), .sector = sector, .answers = {}, .at = address } };
}

QStringList identity(test::OpenSslPeer &peer, const QList<pki::Certificate> &chain)
{
    const QString kind = chain.first().key().name; // "RSA-2048"
    const pki::PrivateKey key = pki::test::key(kind.toLower().replace(u'-', u':'), 2);
    const SecureBytes pem = *key.to_pem();
    QStringList options { u"-cipher"_s, u"ALL:@SECLEVEL=0"_s, u"-cert"_s, peer.file(u"leaf.crt"_s, chain.first().pem()), u"-key"_s,
        peer.file(u"leaf.key"_s, { reinterpret_cast<const char *>(pem.view().data()), qsizetype(pem.size()) }) };
    QByteArray rest;
    for (const pki::Certificate &certificate : chain.sliced(1))
        rest += certificate.pem();
    if (!rest.isEmpty())
        options << u"-cert_chain"_s << peer.file(u"rest.crt"_s, rest);
    return options;
}

} // namespace

class VerdictsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void as_the_device_data();
    void as_the_device();
};

void VerdictsTest::as_the_device_data()
{
    QTest::addColumn<DeviceCase>("one");
    QStringList found;
    for (const DeviceCase &one : pki::test::device_cases()) {
        if (!chosen.contains(one.name))
            continue;
        QTest::newRow(qPrintable(one.name)) << one;
        found << one.name;
    }
    QCOMPARE(found.size(), chosen.size());
    for (const DeviceCase &one : named_ones())
        QTest::newRow(qPrintable(u"at localhost: "_s + one.name)) << one;
}

void VerdictsTest::as_the_device()
{
    QFETCH(const DeviceCase, one);
    const DeviceVerdict verdict
        = pki::ask_device({ .device = {}, .ca_sector = one.sector, .chain = one.chain, .peer = pki::Role::server, .name = one.at, .clock = one.clock });

    test::OpenSslPeer peer;
    wire::AgentSettings settings = test::Board::settings(wire::AgentRole::client);
    settings.remote_port = peer.listen(identity(peer, one.chain));
    settings.client_verifies = true;
    settings.check_name = one.at.has_value();
    if (one.at)
        qstrncpy(settings.host, one.at->value.toLatin1().constData(), sizeof settings.host);
    test::Board board;
    board.write_flash(test::Board::ca_sector, one.sector);
    board.write_settings(settings);
    board.boot();
    if (verdict.accepted) {
        QVERIFY(board.wait_for(wire::EventKind::handshake_done));
        return;
    }
    QVERIFY(board.wait_for(wire::EventKind::session_end));
    const auto end = board.get<wire::SessionEnd>();
    QVERIFY(!end.handshake_was_done);
    QCOMPARE(end.callback_error, verdict.callback.value_or(0));
    constexpr int set_up_failed = 1; // before the handshake the device has no code
    QCOMPARE(int(end.tls_error), verdict.code == set_up_failed ? 0 : verdict.code);
}

QTEST_GUILESS_MAIN(VerdictsTest)
#include "tst_verdicts.moc"
