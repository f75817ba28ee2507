// SPDX-License-Identifier: Apache-2.0
// Every finding about credentials is reached at least once, and none is without a row here.
#include <QDir>
#include <QRegularExpression>
#include <QTest>
#include <QTimeZone>

#include "core/pki/finding_codes.h"
#include "core/pki/judge.h"
#include "core/pki/judgement.h"
#include "core/pki/peer_policy.h"
#include "tests/pki/device_cases.h"

#include <algorithm>
#include <functional>

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;

namespace {

using Findings = QList<Finding>;

QDateTime days(int count)
{
    return QDateTime::currentDateTimeUtc().addDays(count);
}

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

template <class Change> Identity leaf_with(Change change)
{
    return forged(changed(a_leaf(), change), root());
}

Identity good_leaf()
{
    return leaf_with([](Forgery &) { });
}

// Everything in order, for that device.
JudgementQuestion question(const Certificate &certificate, const QString &device = u"runtime"_s)
{
    JudgementQuestion made { .certificate = certificate };
    made.chain.anchors = { root().certificate() };
    made.chain.role = Role::server;
    made.chain.level = peer_security_level();
    made.device = *parse_device_profile(device);
    return made;
}

template <class Change> Findings judged(const Certificate &certificate, Change change, const QString &device = u"runtime"_s)
{
    JudgementQuestion made = question(certificate, device);
    change(made);
    return judge(made).findings;
}

Findings judged(const Certificate &certificate, const QString &device = u"runtime"_s)
{
    return judge(question(certificate, device)).findings;
}

Findings with_crl(const Crl &crl, const Certificate &certificate)
{
    return judged(certificate, [&](JudgementQuestion &q) { q.chain.crls = { crl }; });
}

Findings with_sector(const QByteArray &sector, const QString &device)
{
    return judged(good_leaf().certificate(), [&](JudgementQuestion &q) { q.ca_sector = sector; }, device);
}

Findings of_blob(const QByteArray &blob)
{
    return inspect_blob(bytes(blob), u"blob"_s)->findings;
}

QByteArray pem_of(const QByteArray &pem, const QString &command)
{
    const QTemporaryDir folder;
    const Run run = openssl(command.split(u' '), folder.path(), pem);
    if (run.status != 0)
        qFatal("%s", run.err.constData());
    return run.out;
}

QByteArray key_pem(const Identity &identity)
{
    const SecureBytes pem = *identity.key().to_pem();
    return { reinterpret_cast<const char *>(pem.view().data()), static_cast<qsizetype>(pem.size()) };
}

// Certificates that each issued the one before, up to a root.
QList<Certificate> long_chain(int count)
{
    Identity issuer = forged(a_ca("CA 0"));
    QList<Certificate> chain { issuer.certificate() };
    for (int i = 1; i <= count; ++i) {
        issuer = forged(changed(a_ca("CA " + QByteArray::number(i)),
                            [&](Forgery &f) {
                                f.key = u"ec:p256"_s;
                                f.key_number = 1 + i % 2;
                            }),
            issuer);
        chain.prepend(issuer.certificate());
    }
    chain.prepend(forged(a_leaf(), issuer).certificate());
    return chain;
}

Findings with_long_chain(int count)
{
    QList<Certificate> chain = long_chain(count);
    ChainQuestion question { .anchors = { chain.takeLast() } };
    const Certificate leaf = chain.takeFirst();
    question.intermediates = chain;
    question.most_intermediates = count - 1;
    return check_chain(leaf, question);
}

struct Row {
    QString code;
    std::function<Findings()> judge;
};

QList<Row> date_rows()
{
    const auto expired = [] {
        return leaf_with([](Forgery &f) {
            f.not_before = days(-20);
            f.not_after = days(-2);
        }).certificate();
    };
    return {
        { u"expired"_s, [=] { return judged(expired()); } },
        { u"not-yet-valid"_s, [] { return judged(leaf_with([](Forgery &f) { f.not_before = days(4); }).certificate()); } },
        { u"expires-soon"_s, [] { return judged(leaf_with([](Forgery &f) { f.not_after = days(4); }).certificate()); } },
        { u"date-past-2038"_s,
            [] {
                return judged(leaf_with([](Forgery &f) { f.not_after = QDateTime(QDate(2045, 1, 1), QTime(0, 0), QTimeZone::UTC); }).certificate(), u"axtls"_s);
            } },
        { u"date-not-checked"_s, [=] { return judged(expired(), u"mbedtls"_s); } },
        { u"clock-unknown"_s, [] { return judged(good_leaf().certificate(), [](JudgementQuestion &q) { q.device_clock.reset(); }, u"axtls"_s); } },
    };
}

QList<Row> form_rows()
{
    return {
        { u"key-mismatch"_s, [] { return judged(good_leaf().certificate(), [](JudgementQuestion &q) { q.key = key(u"rsa:2048"_s, 7); }); } },
        { u"key-too-weak"_s, [] { return judged(leaf_with([](Forgery &f) { f.key = u"rsa:1024"_s; }).certificate()); } },
        { u"key-unsupported"_s, [] { return judged(leaf_with([](Forgery &f) { f.key = u"ec:p256"_s; }).certificate(), u"mbedtls"_s); } },
        { u"digest-too-weak"_s, [] { return judged(leaf_with([](Forgery &f) { f.digest = "SHA1"; }).certificate()); } },
        { u"digest-unsupported"_s, [] { return judged(leaf_with([](Forgery &f) { f.digest = "MD5"; }).certificate()); } },
        { u"bad-signature"_s,
            [] { return with_sector(sector_of({ forged(changed(a_ca("Root"), [](Forgery &f) { f.key_number = 5; })).certificate() }), u"mbedtls"_s); } },
        { u"version-1"_s,
            [] {
                return judged(leaf_with([](Forgery &f) {
                    f.version = 1;
                    f.extensions.clear();
                }).certificate());
            } },
        { u"critical-extension"_s,
            [] {
                return judged(
                    leaf_with([](Forgery &f) { f.extensions << std::pair { QByteArray("1.2.3.4.5"), QByteArray("critical,ASN1:NULL") }; }).certificate());
            } },
        { u"not-rfc5280"_s, [] { return judged(good_leaf().certificate(), [](JudgementQuestion &q) { q.chain.strict = true; }); } },
        { u"certificate-unreadable"_s,
            [] {
                return judged(
                    leaf_with([](Forgery &f) { f.extensions << std::pair { QByteArray("1.2.3.4.5"), QByteArray("critical,ASN1:NULL") }; }).certificate(),
                    u"mbedtls"_s);
            } },
    };
}

QList<Row> name_rows()
{
    const auto at = [](const Certificate &certificate, const AltName &name, const QString &device = u"runtime"_s) {
        return judged(certificate, [&](JudgementQuestion &q) { q.chain.name = name; }, device);
    };
    const AltName other { AltName::Kind::dns, u"other.local"_s };
    const auto only_common = [] { return leaf_with([](Forgery &f) { f.extensions.removeLast(); }).certificate(); };
    const auto constrained = [=] {
        const Identity ca = forged(changed(a_ca("Limited"),
                                       [](Forgery &f) {
                                           f.key_number = 3;
                                           f.extensions << std::pair { QByteArray("nameConstraints"), QByteArray("critical,permitted;DNS:.example.com") };
                                       }),
            root());
        return judged(forged(a_leaf(), ca).certificate(), [&](JudgementQuestion &q) { q.sent = { ca.certificate() }; });
    };
    return {
        { u"name-mismatch"_s, [=] { return at(good_leaf().certificate(), other); } },
        { u"name-common-name-only"_s, [=] { return at(only_common(), { AltName::Kind::dns, u"esp.local"_s }); } },
        { u"name-constraint"_s, constrained },
        { u"name-nul"_s, [] { return judged(leaf_with([](Forgery &f) { f.subject = { { u"CN"_s, QByteArray("esp.local\0.evil", 15) } }; }).certificate()); } },
        { u"name-not-text"_s,
            [] {
                return judged(leaf_with([](Forgery &f) {
                    f.extensions.removeLast();
                    f.dns_names = { "\xFF\xFE.local" };
                }).certificate());
            } },
        { u"name-not-checked"_s, [=] { return at(good_leaf().certificate(), other, u"mbedtls"_s); } },
        { u"not-a-ca"_s, [] { return judge(good_leaf().certificate(), Role::ca); } },
        { u"wrong-purpose"_s,
            [] {
                return judged(
                    leaf_with([](Forgery &f) { f.extensions << std::pair { QByteArray("extendedKeyUsage"), QByteArray("clientAuth") }; }).certificate());
            } },
        { u"purpose-not-checked"_s,
            [] {
                return judged(
                    leaf_with([](Forgery &f) { f.extensions << std::pair { QByteArray("extendedKeyUsage"), QByteArray("clientAuth") }; }).certificate(),
                    u"axtls"_s);
            } },
    };
}

QList<Row> chain_rows()
{
    const Identity other = forged(changed(a_ca("Other"), [](Forgery &f) { f.key_number = 4; }));
    const auto below_a_leaf = [] {
        const Identity no_ca = good_leaf();
        return judged(forged(changed(a_leaf("b"), [](Forgery &f) { f.key_number = 3; }), no_ca).certificate(),
            [&](JudgementQuestion &q) { q.sent = { no_ca.certificate() }; });
    };
    return {
        { u"chain-unknown-ca"_s, [=] { return judged(good_leaf().certificate(), [&](JudgementQuestion &q) { q.chain.anchors = { other.certificate() }; }); } },
        { u"chain-incomplete"_s, [=] { return judge(good_leaf(), Role::server, { other.certificate() }); } },
        { u"chain-invalid-ca"_s, below_a_leaf },
        { u"chain-too-long"_s, [] { return with_long_chain(12); } },
        { u"ca-too-deep"_s,
            [] {
                const Identity root = forged(a_ca("Root", "critical,CA:TRUE,pathlen:0"));
                return judged(forged(a_ca("Below"), root).certificate(), [&](JudgementQuestion &q) { q.chain = { .anchors = { root.certificate() } }; });
            } },
        { u"chain-order"_s, [=] { return judged(good_leaf().certificate(), [&](JudgementQuestion &q) { q.sent = { other.certificate() }; }); } },
        { u"chain-too-large"_s,
            [] {
                return judged(
                    leaf_with([](Forgery &f) { f.extensions << std::pair { QByteArray("nsComment"), QByteArray(2500, 'x') }; }).certificate(), u"mbedtls"_s);
            } },
        { u"chain-rejected"_s,
            [] {
                return judged(
                    leaf_with([](Forgery &f) { f.extensions = { { "proxyCertInfo", "critical,language:id-ppl-anyLanguage,pathlen:0" } }; }).certificate());
            } },
        { u"root-sent"_s, [] { return judged(good_leaf().certificate(), [](JudgementQuestion &q) { q.sent = { root().certificate() }; }); } },
        { u"no-peer-certificate"_s, [] { return ask_device({ .ca_sector = sector_of({ root().certificate() }) }).findings; } },
    };
}

QList<Row> revocation_rows()
{
    const Certificate leaf = good_leaf().certificate();
    const Identity other = forged(changed(a_ca("Other"), [](Forgery &f) { f.key_number = 4; }));
    const auto bad_list = [=] {
        const Crl good = a_crl(root(), {}, days(5), days(-1));
        QByteArray der = good.der();
        der[der.size() - 1] = static_cast<char>(der.back() ^ 1);
        return with_crl(read_crls(bytes(der), u"crl"_s)->first(), leaf);
    };
    return {
        { u"revoked"_s, [=] { return with_crl(a_crl(root(), { leaf }, days(5), days(-1)), leaf); } },
        { u"revocation-not-checked"_s, [=] { return with_crl(a_crl(root(), { leaf }, days(5), days(-1)), leaf); } },
        { u"crl-missing"_s, [=] { return with_crl(a_crl(other, {}, days(5), days(-1)), leaf); } },
        { u"crl-out-of-date"_s, [=] { return with_crl(a_crl(root(), {}, days(-1), days(-5)), leaf); } },
        { u"crl-bad"_s, bad_list },
    };
}

QList<Row> sector_rows()
{
    const QByteArray root_pem = root().certificate().pem();
    return {
        { u"ca-sector-erased"_s, [] { return with_sector(QByteArray(64, '\xFF'), u"mbedtls"_s); } },
        { u"ca-sector-unreadable"_s, [] { return with_sector(sector_with("hello"), u"runtime"_s); } },
        { u"ca-partly-read"_s,
            [=] { return with_sector(sector_with(root_pem + "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"), u"mbedtls"_s); } },
        { u"ca-ignored"_s, [=] { return with_sector(sector_of({ root().certificate(), root().certificate() }), u"mbedtls"_s); } },
        { u"blob-too-large"_s, [=] { return with_sector(sector_with(root_pem + QByteArray(8200, '\n')), u"runtime"_s); } },
        { u"blob-truncated"_s, [] { return of_blob(sector_of({ root().certificate() }).chopped(3)); } },
        { u"blob-garbage"_s, [] { return of_blob(sector_of({ root().certificate() }) + QByteArray(100, '\0')); } },
        { u"blob-entry-missing"_s, [] { return of_blob(sector_with(good_leaf().certificate().pem(), "certificate")); } },
        { u"blob-entry-damaged"_s, [] { return of_blob(sector_with("hello")); } },
        { u"blob-key-order"_s,
            [] { return of_blob(sector_with(key_pem(good_leaf()), "private_key") + sector_with(good_leaf().certificate().pem(), "certificate")); } },
        { u"blob-several-cas"_s, [] { return of_blob(sector_of({ root().certificate(), root().certificate() })); } },
        { u"key-wrapper"_s,
            [] {
                return of_blob(
                    sector_with(good_leaf().certificate().pem(), "certificate") + sector_with(pem_of(key_pem(good_leaf()), u"pkey"_s), "private_key"));
            } },
        { u"key-encrypted"_s,
            [] {
                return of_blob(sector_with(good_leaf().certificate().pem(), "certificate")
                    + sector_with(pem_of(key_pem(good_leaf()), u"pkcs8 -topk8 -passout pass:x -v2 aes128"_s), "private_key"));
            } },
    };
}

QList<Row> device_rows()
{
    const auto with_heap
        = [](std::uint64_t free) { return judged(good_leaf().certificate(), [=](JudgementQuestion &q) { q.free_heap = Size(free); }, u"mbedtls@4096"_s); };
    return {
        { u"tls-too-old"_s, [] { return judged(good_leaf().certificate(), u"axtls"_s); } },
        { u"memory-short"_s, [=] { return with_heap(9000); } },
        { u"memory-tight"_s, [=] { return with_heap(18500); } },
    };
}

QList<Row> rows()
{
    return date_rows() + form_rows() + name_rows() + chain_rows() + revocation_rows() + sector_rows() + device_rows();
}

// Sources whose findings are about making, matching, importing and exporting: no judgements; they have tests of their own.
const QStringList other_sources { u"answer.cpp"_s, u"batch_manifest.cpp"_s, u"credential_file.cpp"_s, u"export.cpp"_s, u"issue_findings.cpp"_s,
    u"key_mode.cpp"_s, u"match_findings.cpp"_s, u"name_check.cpp"_s, u"request_sign.cpp"_s, u"revocation.cpp"_s };

QStringList listed_codes()
{
    QStringList list;
    for (const std::string_view code : finding_codes)
        list << QString::fromLatin1(code.data(), static_cast<qsizetype>(code.size()));
    list.sort();
    return list;
}

} // namespace

class JudgementsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reaches_data()
    {
        QTest::addColumn<qsizetype>("index");
        const QList<Row> all = rows();
        for (qsizetype i = 0; i < all.size(); ++i)
            QTest::newRow(qPrintable(all[i].code)) << i;
    }
    void reaches()
    {
        QFETCH(const qsizetype, index);
        static const QList<Row> all = rows();
        const Findings findings = all[index].judge();
        QVERIFY2(codes(findings).contains(all[index].code), qPrintable(codes(findings).join(u", "_s)));
        for (const Finding &finding : findings) {
            QVERIFY2(finding.message.endsWith(u'.') || finding.message.endsWith(u'!'), qPrintable(finding.message));
            QVERIFY2(!finding.fix.isEmpty(), qPrintable(finding.message));
            for (const FixAction &action : finding.actions)
                QVERIFY(!action.action.isEmpty() && !action.label.isEmpty());
        }
    }

    void none_is_missing()
    {
        QStringList tested;
        for (const Row &row : rows())
            tested << row.code;
        tested.sort();
        QCOMPARE(tested, listed_codes());

        static const QRegularExpression made(uR"re(\b(?:finding|error|cause|blind)\(\s*u"([a-z0-9-]+)"_s)re"_s);
        const QDir sources(data_path(u"../../core/pki"_s));
        QStringList in_sources;
        for (const QString &name : sources.entryList({ u"*.cpp"_s, u"*.h"_s })) {
            if (other_sources.contains(name))
                continue;
            QFile file(sources.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            for (const QRegularExpressionMatch &match : made.globalMatch(QString::fromUtf8(file.readAll())))
                in_sources << match.captured(1);
        }
        in_sources.removeDuplicates();
        in_sources.removeIf([](const QString &code) { return code.startsWith("sdk-"_L1); });
        in_sources.sort();
        QCOMPARE(in_sources, listed_codes());
    }

    // Nothing is said about what is in order.
    void good_is_good_data()
    {
        QTest::addColumn<QString>("device");
        QTest::newRow("runtime") << u"runtime"_s;
        QTest::newRow("mbedTLS") << u"mbedtls"_s;
        QTest::newRow("mbedTLS of SDK 2.2") << u"mbedtls:2.2.1@8192"_s;
    }
    void good_is_good()
    {
        QFETCH(const QString, device);
        JudgementQuestion made = question(good_leaf().certificate(), device);
        made.chain.name = AltName { AltName::Kind::dns, u"esp.local"_s };
        made.key = good_leaf().key();
        const Judgement judgement = judge(made);
        QVERIFY2(judgement.ok(), qPrintable(codes(judgement.findings).join(u' ')));
        QCOMPARE(codes(judgement.findings), QStringList());
        QVERIFY(judgement.device && judgement.device->accepted);
        QVERIFY(judgement.memory && judgement.memory->total.value() > 5000);
        QCOMPARE(judgement.time.has_value(), device == u"runtime"_s);
    }

    void the_device_shows_its_own_certificate()
    {
        JudgementQuestion made = question(leaf_with([](Forgery &f) { f.key = u"ec:p256"_s; }).certificate(), u"mbedtls"_s);
        made.holder = Holder::device;
        made.identity_blob = *inspect_blob(bytes(sector_with(made.certificate.pem() + QByteArray(9000, '\n'), "certificate")), u"blob"_s);
        const Judgement judgement = judge(made);
        QVERIFY(!judgement.device && judgement.peer.accepted());
        QCOMPARE(codes(judgement.findings), (QStringList { u"blob-entry-missing"_s, u"blob-too-large"_s, u"key-unsupported"_s }));
    }
};

QTEST_GUILESS_MAIN(JudgementsTest)
#include "tst_pki_judgements.moc"
