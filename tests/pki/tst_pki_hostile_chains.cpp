// SPDX-License-Identifier: Apache-2.0
// Chains and CA sectors that mean harm: an answer each time, and none that believes them.
#include <QTest>
#include <QTimeZone>

#include "core/pki/judgement.h"
#include "core/pki/name_judgement.h"
#include "tests/pki/device_cases.h"
#include "tests/present.h"

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;
using espseal::test::present;

namespace {

const QStringList firmwares { u"runtime"_s, u"mbedtls"_s, u"mbedtls:2.2.0"_s, u"axtls"_s };

template <class Change> Forgery changed(Forgery forgery, Change change)
{
    change(forgery);
    return forgery;
}

Identity root()
{
    static const Identity one = forged(a_ca("Root"));
    return one;
}

JudgementQuestion question(const Certificate &certificate, const QList<Certificate> &sent, const QString &firmware)
{
    JudgementQuestion made { .certificate = certificate, .sent = sent };
    made.chain.anchors = { root().certificate() };
    made.chain.role = Role::server;
    made.device = *parse_device_profile(firmware);
    return made;
}

void nobody_believes(const Certificate &certificate, const QList<Certificate> &sent)
{
    for (const QString &firmware : firmwares) {
        const Judgement judgement = judge(question(certificate, sent, firmware));
        QVERIFY2(!judgement.peer.accepted(), qPrintable(firmware));
        QVERIFY2(judgement.device && !judgement.device->accepted, qPrintable(firmware));
        QVERIFY(!judgement.ok() && !judgement.findings.isEmpty());
    }
}

} // namespace

class HostileChainsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_ring()
    {
        // A signed B and B signed A: each is named as the other's issuer.
        const Forgery a = changed(a_ca("A"), [](Forgery &f) { f.key_number = 3; });
        const Forgery b = changed(a_ca("B"), [](Forgery &f) { f.key_number = 4; });
        const Identity self_a = forged(a);
        const Identity b_by_a = forged(b, self_a);
        const Identity a_by_b = forged(a, b_by_a);
        const Certificate leaf = forged(a_leaf(), a_by_b).certificate();
        nobody_believes(leaf, { a_by_b.certificate(), b_by_a.certificate(), a_by_b.certificate(), b_by_a.certificate() });
        QCOMPARE(issuers_of(leaf, { a_by_b.certificate(), b_by_a.certificate() }).size(), 2);
    }

    void the_same_certificate_a_thousand_times()
    {
        const Identity self = forged(changed(a_ca("Self"), [](Forgery &f) { f.key_number = 3; }));
        nobody_believes(self.certificate(), QList<Certificate>(1000, self.certificate()));
    }

    void very_long_chain()
    {
        Identity issuer = forged(changed(a_ca("CA"), [](Forgery &f) {
            f.key = u"ec:p256"_s;
            f.key_number = 1;
        }));
        QList<Certificate> sent { issuer.certificate() };
        for (int i = 0; i < 150; ++i) {
            issuer = forged(changed(a_ca("CA " + QByteArray::number(i), "critical,CA:TRUE,pathlen:" + QByteArray::number(2'000'000'000 - i)),
                                [&](Forgery &f) {
                                    f.key = u"ec:p256"_s;
                                    f.key_number = 1 + i % 2;
                                }),
                issuer);
            sent.prepend(issuer.certificate());
        }
        nobody_believes(forged(changed(a_leaf(), [](Forgery &f) { f.key = u"ec:p256"_s; }), issuer).certificate(), sent);
    }

    void nul_in_names_data()
    {
        QTest::addColumn<bool>("in_alt_name");
        QTest::newRow("common name") << false;
        QTest::newRow("alternative name") << true;
    }
    void nul_in_names()
    {
        QFETCH(const bool, in_alt_name);
        const QByteArray name("esp.local\0.evil.example", 23);
        const Certificate certificate = forged(changed(a_leaf("x", ""),
                                                   [&](Forgery &f) {
                                                       if (in_alt_name)
                                                           f.dns_names = { name };
                                                       else
                                                           f.subject = { { u"CN"_s, name } };
                                                   }),
            root())
                                            .certificate();
        const AltName asked { AltName::Kind::dns, u"esp.local"_s };
        QCOMPARE(match_name(certificate, asked), NameMatch::none);
        JudgementQuestion made = question(certificate, {}, u"runtime"_s);
        made.chain.name = asked;
        const Judgement judgement = judge(made);
        QVERIFY(!judgement.peer.accepted() && !present(judgement.device).accepted);
        QVERIFY(codes(judgement.findings).contains(u"name-nul"_s) && codes(judgement.findings).contains(u"name-mismatch"_s));
    }

    void names_that_are_no_text()
    {
        const Certificate certificate = forged(changed(a_leaf("x", ""), [](Forgery &f) { f.dns_names = { "esp\xC3\x28.local" }; }), root()).certificate();
        for (const QString &firmware : firmwares)
            QVERIFY(codes(judge(question(certificate, {}, firmware)).findings).contains(u"name-not-text"_s));

        // A subject that is no UTF-8 is not read at all, and the error says which file.
        QByteArray der = forged(a_leaf("QQQQ")).certificate().der();
        for (qsizetype at = 0; (at = der.indexOf("QQQQ", at)) >= 0;)
            der.replace(at, 2, "\xC3\x28");
        const auto read = read_certificates(bytes(der), u"evil.crt"_s);
        QVERIFY(!read);
        QCOMPARE(exit_status(read.error()), 3);
        QVERIFY2(read.error().message.contains(u"evil.crt"_s), qPrintable(read.error().message));

        // Right-to-left marks do not reach the screen.
        const Certificate marked = forged(changed(a_leaf(), [](Forgery &f) { f.subject << NamePart { u"O"_s, "\xE2\x80\xAE" }; })).certificate();
        QVERIFY(!marked.subject().contains(QChar(0x202E)));
    }

    void dates_past_2049()
    {
        const Certificate certificate
            = forged(changed(a_leaf(), [](Forgery &f) { f.not_after = QDateTime(QDate(9999, 12, 31), QTime(23, 59, 59), QTimeZone::UTC); }), root())
                  .certificate();
        QCOMPARE(certificate.not_after().date().year(), 9999);
        for (const QString &firmware : firmwares) {
            const Judgement judgement = judge(question(certificate, {}, firmware));
            QVERIFY(judgement.peer.accepted());
            QCOMPARE(present(judgement.device).accepted, !firmware.startsWith(u"axtls"_s)); // 32 bits
        }
    }

    void every_cut_of_a_sector()
    {
        const Certificate leaf = forged(a_leaf(), root()).certificate();
        for (const PayloadFormat format : { PayloadFormat::pem, PayloadFormat::der }) {
            const QByteArray sector = sector_of({ root().certificate() }, format);
            // (The CA's own signature, its last 256 bytes, matters to no verifier.)
            for (qsizetype size = 0; size < sector.size() - 400; size += 7) {
                for (const QString &firmware : firmwares)
                    QVERIFY(!ask_device({ .device = *parse_device_profile(firmware), .ca_sector = sector.first(size), .chain = { leaf } }).accepted);
            }
        }
    }

    void every_byte_of_a_sector_wrong()
    {
        const Certificate leaf = forged(a_leaf(), root()).certificate();
        const QByteArray sector = sector_of({ root().certificate() }, PayloadFormat::der);
        for (qsizetype i = 0; i < sector.size(); i += 3) {
            QByteArray wrong = sector;
            wrong[i] = static_cast<char>(wrong[i] ^ 0xFF);
            for (const QString &firmware : firmwares) {
                const DeviceVerdict verdict = ask_device({ .device = *parse_device_profile(firmware), .ca_sector = wrong, .chain = { leaf } });
                QCOMPARE(verdict.accepted, verdict.code == 0);
            }
        }
    }

    void sectors_of_nothing()
    {
        const Certificate leaf = forged(a_leaf(), root()).certificate();
        for (const char fill : { '\0', '\xFF', '\xAA', '\x30', 'A' }) {
            for (const QString &firmware : firmwares)
                QVERIFY(!ask_device({ .device = *parse_device_profile(firmware), .ca_sector = QByteArray(100'000, fill), .chain = { leaf } }).accepted);
        }
    }
};

QTEST_GUILESS_MAIN(HostileChainsTest)
#include "tst_pki_hostile_chains.moc"
