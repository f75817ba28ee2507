// SPDX-License-Identifier: Apache-2.0
// `openssl verify` and we on the same inputs: the same verdict, the same first error at the same place.
#include <QRegularExpression>
#include <QTest>
#include <QTimeZone>

#include "core/pki/peer_policy.h"
#include "tests/pki/forge.h"
#include "tests/pki/limbo.h"

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;

namespace {

// "20 at 0", or "ok".
struct Said {
    QString verdict;
    QByteArray output;
};

QByteArray pem_of(const QList<Certificate> &certificates)
{
    QByteArray pem;
    for (const Certificate &certificate : certificates)
        pem += certificate.pem();
    return pem;
}

QStringList options_of(const ChainQuestion &question, const QTemporaryDir &folder)
{
    QStringList options { u"verify"_s, u"-partial_chain"_s, u"-no-CApath"_s, u"-no-CAstore"_s, u"-CAfile"_s,
        write(folder, u"ca.pem"_s, pem_of(question.anchors)), u"-attime"_s, QString::number(question.when.toSecsSinceEpoch()), u"-auth_level"_s,
        QString::number(question.level), u"-verify_depth"_s, QString::number(question.most_intermediates) };
    if (!question.intermediates.isEmpty())
        options << u"-untrusted"_s << write(folder, u"sent.pem"_s, pem_of(question.intermediates));
    if (!question.crls.isEmpty()) {
        QByteArray pem;
        for (const Crl &crl : question.crls)
            pem += crl.pem();
        options << (question.crl_check == CrlCheck::all ? u"-crl_check_all"_s : u"-crl_check"_s) << u"-CRLfile"_s << write(folder, u"crl.pem"_s, pem);
        if (question.crl_check == CrlCheck::all)
            options << u"-crl_check"_s;
    }
    if (question.strict)
        options << u"-x509_strict"_s;
    if (question.role)
        options << u"-purpose"_s << (*question.role == Role::client ? u"sslclient"_s : u"sslserver"_s);
    if (question.name)
        options << (question.name->kind == AltName::Kind::ip ? u"-verify_ip"_s : u"-verify_hostname"_s) << question.name->value;
    return options;
}

Said openssl_says(const Certificate &certificate, const ChainQuestion &question)
{
    const QTemporaryDir folder;
    const Run run = openssl(options_of(question, folder) << write(folder, u"leaf.pem"_s, certificate.pem()), folder.path());
    static const QRegularExpression error(u"error (\\d+) at (\\d+) depth lookup"_s);
    const auto match = error.match(QString::fromUtf8(run.err));
    if (match.hasMatch())
        return { match.captured(1) + u" at "_s + match.captured(2), run.err };
    return { run.status == 0 ? u"ok"_s : u"failed"_s, run.err };
}

QString we_say(const Certificate &certificate, const ChainQuestion &question)
{
    const ChainVerdict verdict = ask_openssl(certificate, question);
    if (verdict.accepted())
        return u"ok"_s;
    return u"%1 at %2"_s.arg(verdict.errors.first().number).arg(verdict.errors.first().depth);
}

QDateTime days_from_now(int days)
{
    return QDateTime::currentDateTimeUtc().addDays(days);
}

struct Shop {
    Identity root = forged(a_ca("Root"));
    Identity middle = forged(
        [] {
            Forgery forgery = a_ca("Middle", "critical,CA:TRUE,pathlen:0");
            forgery.key_number = 3;
            return forgery;
        }(),
        root);
    Identity leaf = forged(a_leaf(), middle);
    Identity direct = forged(a_leaf(), root);

    [[nodiscard]] ChainQuestion trusts_root() const { return { .anchors = { root.certificate() }, .intermediates = { middle.certificate() } }; }
};

const Shop &shop()
{
    static const Shop one;
    return one;
}

Identity below(const Identity &issuer, void (*change)(Forgery &))
{
    Forgery forgery = a_leaf();
    change(forgery);
    return forged(forgery, issuer);
}

} // namespace

class BesideOpensslTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void generated_data()
    {
        QTest::addColumn<Certificate>("certificate");
        QTest::addColumn<ChainQuestion>("question");
        QTest::addColumn<QString>("expected"); // of both
        const Shop &made = shop();
        const Certificate leaf = made.leaf.certificate();
        const ChainQuestion plain = made.trusts_root();
        const auto row = [](const char *name, const Certificate &certificate, const ChainQuestion &question, const QString &expected) {
            QTest::newRow(name) << certificate << question << expected;
        };
        const auto with = [&](auto change) {
            ChainQuestion question = plain;
            change(question);
            return question;
        };
        row("good", leaf, plain, u"ok"_s);
        row("good, strict, level 2",
            below(made.middle, [](Forgery &f) { f.extensions << std::pair { QByteArray("authorityKeyIdentifier"), QByteArray("keyid,issuer:always") }; })
                .certificate(),
            with([](ChainQuestion &q) { q.level = 2; }), u"ok"_s);
        row("no intermediate", leaf, with([](ChainQuestion &q) { q.intermediates.clear(); }), u"20 at 0"_s);
        row("intermediate trusted", leaf, with([&](ChainQuestion &q) { q.anchors = { made.middle.certificate() }; }), u"ok"_s);
        row("root not trusted", leaf, with([&](ChainQuestion &q) {
            q.anchors = { forged(a_ca("Other")).certificate() };
            q.intermediates << made.root.certificate();
        }),
            u"19 at 2"_s);
        row("self-signed", made.root.certificate(), with([&](ChainQuestion &q) { q.anchors = { forged(a_ca("Other")).certificate() }; }), u"18 at 0"_s);
        row("expired", leaf, with([](ChainQuestion &q) { q.when = days_from_now(1000); }), u"10 at 2"_s);
        row("not yet valid", leaf, with([](ChainQuestion &q) { q.when = days_from_now(-1000); }), u"9 at 2"_s);
        row("its name", leaf, with([](ChainQuestion &q) { q.name = AltName { AltName::Kind::dns, u"esp.local"_s }; }), u"ok"_s);
        row("another name", leaf, with([](ChainQuestion &q) { q.name = AltName { AltName::Kind::dns, u"other.local"_s }; }), u"62 at 0"_s);
        row("an address", leaf, with([](ChainQuestion &q) { q.name = AltName { AltName::Kind::ip, u"192.168.4.1"_s }; }), u"64 at 0"_s);
        row("for clients only",
            below(made.middle, [](Forgery &f) { f.extensions << std::pair { QByteArray("extendedKeyUsage"), QByteArray("clientAuth") }; }).certificate(),
            with([](ChainQuestion &q) { q.role = Role::server; }), u"26 at 0"_s);
        row("SHA-1, level 1", below(made.middle, [](Forgery &f) { f.digest = "SHA1"; }).certificate(), with([](ChainQuestion &q) { q.level = 1; }),
            u"68 at 0"_s);
        row("RSA-1024, level 2", below(made.middle, [](Forgery &f) { f.key = u"rsa:1024"_s; }).certificate(), with([](ChainQuestion &q) { q.level = 2; }),
            u"66 at 0"_s);
        row(
            "weak CA, level 2", leaf,
            [&] {
                Forgery weak = a_ca("Weak");
                weak.key = u"rsa:1024"_s;
                const Identity root = forged(weak);
                return ChainQuestion { .anchors = { root.certificate() }, .intermediates = { made.middle.certificate(), made.root.certificate() } };
            }(),
            u"19 at 2"_s);
        row("a critical extension",
            below(made.middle, [](Forgery &f) { f.extensions << std::pair { QByteArray("1.2.3.4.5"), QByteArray("critical,ASN1:NULL") }; }).certificate(),
            plain, u"34 at 0"_s);
        row("a leaf as CA", forged(a_leaf("below.local", "DNS:below.local"), made.direct).certificate(),
            with([&](ChainQuestion &q) { q.intermediates = { made.direct.certificate() }; }), u"79 at 1"_s);
        Forgery too_deep = a_ca("Too deep");
        too_deep.key_number = 4;
        const Identity deep = forged(too_deep, made.middle);
        row("below a path length of 0", forged(a_leaf("deep.local", "DNS:deep.local"), deep).certificate(),
            with([&](ChainQuestion &q) { q.intermediates << deep.certificate(); }), u"25 at 2"_s);
        Forgery limited = a_ca("Limited");
        limited.key_number = 3;
        limited.extensions << std::pair { QByteArray("nameConstraints"), QByteArray("critical,permitted;DNS:.example.com") };
        const Identity constrained = forged(limited, made.root);
        row("a name that is not permitted", forged(a_leaf(), constrained).certificate(),
            with([&](ChainQuestion &q) { q.intermediates = { constrained.certificate() }; }), u"47 at 0"_s);
        Forgery twin = a_ca("Root");
        twin.key_number = 5;
        row("a CA of the same name", made.direct.certificate(), with([&](ChainQuestion &q) { q.anchors = { forged(twin).certificate() }; }), u"7 at 0"_s);
        add_revocation_rows();
    }
    void generated()
    {
        QFETCH(const Certificate, certificate);
        QFETCH(const ChainQuestion, question);
        QFETCH(const QString, expected);
        const Said said = openssl_says(certificate, question);
        QVERIFY2(said.verdict == expected, said.output.constData());
        QCOMPARE(we_say(certificate, question), expected);
    }

    void limbo_data()
    {
        QTest::addColumn<LimboCase>("one");
        for (const LimboCase &one : limbo_cases()) {
            if (one.readable)
                QTest::newRow(qPrintable(one.id)) << one;
        }
    }
    void limbo()
    {
        QFETCH(const LimboCase, one);
        const Said said = openssl_says(one.certificate.first(), one.question);
        QVERIFY2(we_say(one.certificate.first(), one.question) == said.verdict,
            qPrintable(we_say(one.certificate.first(), one.question) + u" and "_s + QString::fromUtf8(said.output)));
    }

private:
    static void add_revocation_rows()
    {
        const Shop &made = shop();
        const Certificate direct = made.direct.certificate();
        const auto row = [&](const char *name, const QList<Crl> &crls, CrlCheck check, const Certificate &certificate, const QString &expected) {
            ChainQuestion question = made.trusts_root();
            question.crls = crls;
            question.crl_check = check;
            QTest::newRow(name) << certificate << question << expected;
        };
        const Crl clean = a_crl(made.root, {}, days_from_now(10), days_from_now(-1));
        row("on no list", { clean }, CrlCheck::leaf, direct, u"ok"_s);
        row("revoked", { a_crl(made.root, { direct }, days_from_now(10), days_from_now(-1)) }, CrlCheck::leaf, direct, u"23 at 0"_s);
        row("list out of date", { a_crl(made.root, {}, days_from_now(-2), days_from_now(-10)) }, CrlCheck::leaf, direct, u"12 at 0"_s);
        row("list of the future", { a_crl(made.root, {}, days_from_now(12), days_from_now(10)) }, CrlCheck::leaf, direct, u"11 at 0"_s);
        row("list of another CA", { clean }, CrlCheck::leaf, made.leaf.certificate(), u"3 at 0"_s);
        row("intermediate revoked",
            { a_crl(made.root, { made.middle.certificate() }, days_from_now(10), days_from_now(-1)),
                a_crl(made.middle, {}, days_from_now(10), days_from_now(-1)) },
            CrlCheck::all, made.leaf.certificate(), u"23 at 1"_s);
    }
};

QTEST_GUILESS_MAIN(BesideOpensslTest)
#include "tst_pki_beside_openssl.moc"
