// SPDX-License-Identifier: Apache-2.0
// Requests made, signed and answered; renewal; templates and choices. The openssl program is the other side.
#include <QTest>

#include "core/pki/answer.h"
#include "core/pki/chain.h"
#include "core/pki/issue_compare.h"
#include "core/pki/openssl.h"
#include "core/pki/renew.h"
#include "core/pki/request_make.h"
#include "tests/pki/support.h"

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;

namespace {

const KeySigner &test_signer()
{
    static const KeySigner signer(key(u"ec:p256"_s, 1));
    return signer;
}

// A request as somebody else makes it; `config` is of openssl's [req] extensions.
CertificateRequest foreign(const QStringList &options)
{
    const QTemporaryDir folder;
    const Run made = openssl(
        QStringList { u"req"_s, u"-new"_s, u"-noenc"_s, u"-keyout"_s, u"k"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s } + options,
        folder.path());
    if (made.status != 0)
        qFatal("%s", made.err.constData());
    return read_requests(bytes(made.out), u"x"_s)->first();
}

// A request with other bytes in its subject, signed again with its own key as a hostile sender can; unsigned if OpenSSL does not read it any more.
QByteArray with_subject_bytes(const QByteArray &from, const QByteArray &to)
{
    const PrivateKey own = key(u"ec:p256"_s, 3);
    QByteArray der = make_request({ .subject = SubjectName::of(QString::fromLatin1(from)), .alt_names = {} }, own)->der().replace(from, to);
    const unsigned char *at = reinterpret_cast<const unsigned char *>(der.constData());
    X509Request request(d2i_X509_REQ(nullptr, &at, der.size()));
    if (!request || X509_REQ_sign(request.get(), own.native(), EVP_sha256()) <= 0)
        return der;
    return CertificateRequest::adopt(request.release()).der();
}

QStringList names_of(const Certificate &certificate)
{
    QStringList names;
    for (const AltName &name : certificate.alt_names())
        names << to_string(name);
    return names;
}

} // namespace

class SigningTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void openssl_takes_our_requests_data()
    {
        QTest::addColumn<QString>("key_spec");
        QTest::addColumn<QString>("subject");
        QTest::addColumn<QString>("names");
        QTest::newRow("EC") << u"ec:p256"_s << u"C = DE, O = Grün, CN = esp-1"_s << u"DNS:esp.local,IP:10.0.0.7"_s;
        QTest::newRow("P-384") << u"ec:p384"_s << u"CN = esp-1"_s << QString();
        QTest::newRow("RSA") << u"rsa:2048"_s << u"CN = esp-1"_s << u"IP:2001:db8::1"_s;
        QTest::newRow("names only") << u"ec:p256"_s << QString() << u"DNS:esp.local"_s;
    }
    void openssl_takes_our_requests()
    {
        QFETCH(const QString, key_spec);
        QFETCH(const QString, subject);
        QFETCH(const QString, names);
        RequestSpec spec;
        if (!subject.isEmpty())
            spec.subject = *parse_subject(subject);
        if (!names.isEmpty())
            spec.alt_names = *parse_alt_names(names);
        const auto made = make_request(spec, key(key_spec, 4));
        QVERIFY(made);
        QVERIFY(made->verifies() && made->matches(key(key_spec, 4)) && !made->matches(key(key_spec, 5)));
        QCOMPARE(made->subject(), subject);
        QCOMPARE(made->alt_names(), spec.alt_names);
        const QTemporaryDir folder;
        static_cast<void>(write(folder, u"x.csr"_s, made->pem()));
        const Run read = openssl({ u"req"_s, u"-in"_s, u"x.csr"_s, u"-verify"_s, u"-noout"_s, u"-text"_s }, folder.path());
        QVERIFY2(read.status == 0 && (read.out + read.err).contains("verify OK"), read.err.constData());
        QCOMPARE(read.out.contains("X509v3 Subject Alternative Name"), !names.isEmpty());
    }

    void refuses_bad_requests()
    {
        QCOMPARE(make_request({}, key(u"ec:p256"_s)).error().code, u"name-missing"_s);
        QCOMPARE(make_request({ .subject = SubjectName::of(QString(65, u'x')), .alt_names = {} }, key(u"ec:p256"_s)).error().code, u"name-too-long"_s);
        QCOMPARE(
            make_request({ .subject = SubjectName::of(u"x"_s), .alt_names = { { AltName::Kind::other, u"email:a@b"_s } } }, key(u"ec:p256"_s)).error().code,
            u"alt-name"_s);
        QCOMPARE(make_request({ .subject = SubjectName::of(u"x"_s), .alt_names = {}, .digest = Digest::sha384 }, key(u"rsa:512"_s)).error().code,
            u"key-cannot-sign"_s);
    }

    void signs_what_others_ask_for_data()
    {
        QTest::addColumn<QStringList>("options"); // of openssl req
        QTest::addColumn<IssueChoices>("wanted");
        QTest::addColumn<QString>("subject");
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<QStringList>("expected"); // codes
        const QStringList plain { u"-subj"_s, u"/O=Works/CN=esp.local"_s };
        QTest::newRow("as asked") << plain + QStringList { u"-addext"_s, u"subjectAltName=DNS:esp.local,IP:10.0.0.7"_s } << IssueChoices()
                                  << u"O = Works, CN = esp.local"_s << QStringList { u"DNS:esp.local"_s, u"IP:10.0.0.7"_s } << QStringList();
        QTest::newRow("another subject") << plain << IssueChoices { .subject = *parse_subject(u"CN=other.local"_s) } << u"O = Works, CN = other.local"_s
                                         << QStringList { u"DNS:other.local"_s } << QStringList();
        QTest::newRow("other names") << plain + QStringList { u"-addext"_s, u"subjectAltName=DNS:evil.example"_s }
                                     << IssueChoices { .alt_names = *parse_alt_names(u"IP:10.0.0.7"_s) } << u"O = Works, CN = esp.local"_s
                                     << QStringList { u"IP:10.0.0.7"_s } << QStringList();
        QTest::newRow("wants to be a CA") << plain
                + QStringList { u"-addext"_s, u"basicConstraints=critical,CA:TRUE"_s, u"-addext"_s, u"keyUsage=keyCertSign"_s }
                                          << IssueChoices() << u"O = Works, CN = esp.local"_s << QStringList { u"DNS:esp.local"_s }
                                          << QStringList { u"request-asks-for-ca"_s, u"request-extensions-left-out"_s };
        QTest::newRow("may be one") << plain + QStringList { u"-addext"_s, u"basicConstraints=critical,CA:TRUE"_s }
                                    << IssueChoices { .base = *find_template(u"intermediate-ca"_s) } << u"O = Works, CN = esp.local"_s << QStringList()
                                    << QStringList { u"outlives-ca"_s, u"request-extensions-left-out"_s };
        QTest::newRow("names of other kinds") << plain
                + QStringList { u"-addext"_s, u"subjectAltName=email:a@b.example,DNS:esp.local,URI:https://x.example/"_s }
                                              << IssueChoices() << u"O = Works, CN = esp.local"_s << QStringList { u"DNS:esp.local"_s }
                                              << QStringList { u"request-names-left-out"_s };
        QTest::newRow("unknown extension") << plain + QStringList { u"-addext"_s, u"1.2.3.4=DER:0500"_s } << IssueChoices() << u"O = Works, CN = esp.local"_s
                                           << QStringList { u"DNS:esp.local"_s } << QStringList { u"request-extensions-left-out"_s };
        QTest::newRow("unknown field") << QStringList { u"-subj"_s, u"/title=Dr/CN=esp.local"_s } << IssueChoices() << u"CN = esp.local"_s
                                       << QStringList { u"DNS:esp.local"_s } << QStringList { u"request-subject-left-out"_s };
        QTest::newRow("client") << plain << IssueChoices { .role = Role::client } << u"O = Works, CN = esp.local"_s << QStringList() << QStringList();
    }
    void signs_what_others_ask_for()
    {
        QFETCH(const QStringList, options);
        QFETCH(const IssueChoices, wanted);
        QFETCH(const QString, subject);
        QFETCH(const QStringList, names);
        QFETCH(const QStringList, expected);
        const Identity root = ca(u"ec:p256"_s);
        const CertificateRequest request = foreign(options);
        const auto issued = sign_request(request, wanted, root.certificate(), test_signer());
        QVERIFY2(issued, issued ? "" : qPrintable(issued.error().sentence()));
        const Certificate &made = issued->certificate;
        QVERIFY(is_signed_by(made, root.certificate()));
        QCOMPARE(made.subject(), subject);
        QCOMPARE(names_of(made), names);
        QCOMPARE(codes(issued->findings), expected);
        QCOMPARE(made.is_ca(), wanted.base.has_value());
        QCOMPARE(made.key().name, u"P-256"_s);
        const QTemporaryDir folder;
        static_cast<void>(write(folder, u"x.crt"_s, made.pem()));
        QVERIFY(!openssl({ u"x509"_s, u"-in"_s, u"x.crt"_s, u"-noout"_s, u"-text"_s }, folder.path()).out.contains("1.2.3.4"));
    }

    void refuses_hostile_requests_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QString>("code");
        QTest::newRow("NUL in the name") << with_subject_bytes("good.example_evil", QByteArray("good.example\0evil", 17)) << u"name-unprintable"_s;
        QTest::newRow("escape sequence") << with_subject_bytes("abc_def", "abc\033def") << u"name-unprintable"_s;
        QTest::newRow("no UTF-8") << with_subject_bytes("abcdef",
            "ab\xFF\xFE"
            "ef") << u"request-damaged"_s; // OpenSSL refuses it when it reads
        QTest::newRow("overlong UTF-8") << with_subject_bytes("abcdef",
            "ab\xC0\x80"
            "ef") << u"request-damaged"_s;
        QTest::newRow("surrogate in UTF-8") << with_subject_bytes("abcdef",
            "ab\xED\xA0\x80"
            "f") << u"request-damaged"_s;
        QTest::newRow("NUL in an alternative name")
            << foreign({ u"-subj"_s, u"/CN=x"_s, u"-addext"_s, u"subjectAltName=DER:30:0F:82:0D:67:6F:6F:64:2E:65:78:00:65:76:69:6C:73"_s }).der()
            << u"alt-name"_s;
        QTest::newRow("wildcard in the middle") << foreign({ u"-subj"_s, u"/CN=x"_s, u"-addext"_s, u"subjectAltName=DNS:a.*.example"_s }).der()
                                                << u"alt-name"_s;
        QTest::newRow("no name at all") << foreign({ u"-subj"_s, u"/"_s }).der() << u"name-missing"_s;
        QTest::newRow("signature of another") << foreign({ u"-subj"_s, u"/CN=honest"_s }).der().replace("honest", "forged") << u"request-unproven"_s;
    }
    void refuses_hostile_requests()
    {
        QFETCH(const QByteArray, request);
        QFETCH(const QString, code);
        const auto issued = read_requests(bytes(request), u"x"_s).and_then([](const QList<CertificateRequest> &requests) {
            return sign_request(requests.first(), {}, ca(u"ec:p256"_s).certificate(), test_signer());
        });
        QVERIFY(!issued);
        QCOMPARE(issued.error().code, code);
        QCOMPARE(exit_status(issued.error()), 3);
        QVERIFY(!issued.error().message.contains(QChar::Null) && !issued.error().message.contains(QChar(0x1B)));
    }

    void matches_the_answer_to_its_key()
    {
        const Identity root = ca(u"ec:p256"_s);
        const PrivateKey own = key(u"ec:p256"_s, 6);
        const PrivateKey other = key(u"ec:p256"_s, 7);
        const auto request = make_request({ .subject = SubjectName::of(u"esp.local"_s), .alt_names = *parse_alt_names(u"DNS:esp.local,IP:10.0.0.7"_s) }, own);
        const auto farm = issue({ .role = Role::ca, .subject = SubjectName::of(u"Farm"_s) }, key(u"ec:p256"_s, 8), root.certificate(), root.key());
        QVERIFY(request && farm);
        const auto issued = sign_request(*request, {}, *farm, KeySigner(key(u"ec:p256"_s, 8)));
        QVERIFY(issued);
        const auto answer = match_answer({ root.certificate(), *farm, issued->certificate }, { other, own }, { *request });
        QVERIFY(answer);
        QCOMPARE(answer->identities.size(), 1);
        QCOMPARE(answer->identities.first().certificate(), issued->certificate);
        QCOMPARE(answer->identities.first().key(), own);
        QCOMPARE(answer->identities.first().chain(), QList { *farm });
        QCOMPARE(answer->others, QList { root.certificate() });
        QVERIFY(answer->findings.isEmpty());

        const auto changed = sign_request(*request, { .alt_names = *parse_alt_names(u"DNS:esp.local"_s) }, *farm, KeySigner(key(u"ec:p256"_s, 8)));
        QVERIFY(changed);
        QCOMPARE(codes(match_answer({ changed->certificate }, { own }, { *request })->findings), QStringList { u"answer-names-differ"_s });
        QCOMPARE(match_answer({ issued->certificate }, { other }).error().code, u"answer-unmatched"_s);
        QCOMPARE(match_answer({}, { own }).error().code, u"no-certificate"_s);
        QCOMPARE(match_answer({ issued->certificate }, {}).error().code, u"no-key"_s);
    }

    void renews_data()
    {
        QTest::addColumn<bool>("new_key");
        QTest::addColumn<Role>("role");
        QTest::newRow("same key") << false << Role::server;
        QTest::newRow("new key") << true << Role::client;
    }
    void renews()
    {
        QFETCH(const bool, new_key);
        QFETCH(const Role, role);
        const Identity root = ca(u"ec:p256"_s);
        CertificateSpec spec;
        spec.role = role;
        spec.subject = *parse_subject(u"O=Works,OU=b,OU=a,CN=esp.local"_s);
        spec.alt_names = *parse_alt_names(u"IP:10.0.0.7,DNS:esp.local"_s);
        spec.extended_usages = *parse_extended_usages(u"clientAuth,1.2.3.4"_s);
        spec.validity = { *parse_time(u"2020-01-01"_s), *parse_time(u"2020-12-31"_s) };
        const auto earlier = issue(spec, key(u"ec:p256"_s, 2), root.certificate(), root.key());
        QVERIFY(earlier);
        Renewal renewal;
        if (new_key)
            renewal.key = SubjectKey(key(u"ec:p256"_s, 9));
        const auto issued = renew(*earlier, renewal, root.certificate(), test_signer());
        QVERIFY2(issued, issued ? "" : qPrintable(issued.error().sentence()));
        const Certificate &made = issued->certificate;
        QVERIFY(made.matches(key(u"ec:p256"_s, new_key ? 9 : 2)));
        QVERIFY(made.serial() != earlier->serial());
        QCOMPARE(made.subject(), earlier->subject());
        QVERIFY(made.not_before() < QDateTime::currentDateTimeUtc() && made.not_after() > QDateTime::currentDateTimeUtc());
        QCOMPARE(made.not_before().secsTo(made.not_after()), earlier->not_before().secsTo(earlier->not_after()));
        // The spec describes the new one as well: nothing but serial, dates and key differ.
        QVERIFY(says(made, spec, IssuingCa::of(root)).value());
        const QTemporaryDir folder;
        static_cast<void>(write(folder, u"ca.crt"_s, root.certificate().pem()));
        static_cast<void>(write(folder, u"x.crt"_s, made.pem()));
        const Run verified = openssl({ u"verify"_s, u"-x509_strict"_s, u"-CAfile"_s, u"ca.crt"_s, u"x.crt"_s }, folder.path());
        QVERIFY2(verified.status == 0, verified.err.constData());
    }

    void renewal_has_its_limits()
    {
        const Identity root = ca(u"ec:p256"_s);
        const Identity server = leaf(root, u"ec:p256"_s, Role::server);
        const Identity stranger = ca(u"ec:p256"_s, u"Other CA"_s);
        QCOMPARE(renew(server.certificate(), {}, stranger.certificate(), test_signer()).error().code, u"not-issued-by-ca"_s);
        QCOMPARE(renew(server.certificate(), {}, root.certificate(), KeySigner(server.key())).error().code, u"key-mismatch"_s);
        const auto beyond = renew(server.certificate(), { .validity = Validity::days(5000) }, root.certificate(), test_signer());
        QVERIFY(beyond);
        QCOMPARE(codes(beyond->findings), QStringList { u"outlives-ca"_s });
        const auto itself = renew(root.certificate(), { .validity = Validity::days(5000) }, root.certificate(), test_signer());
        QVERIFY(itself);
        QVERIFY(itself->findings.isEmpty());
        QVERIFY(is_signed_by(server.certificate(), itself->certificate)); // what it issued before goes on
        QCOMPARE(renew(root.certificate(), { .key = SubjectKey(server.key()) }, root.certificate(), test_signer()).error().code, u"renew-ca-key"_s);
        QCOMPARE(renew(server.certificate(), { .validity = Validity::days(-9) }, root.certificate(), test_signer()).error().code, u"validity"_s);
    }

    void templates_data()
    {
        QTest::addColumn<QString>("name");
        for (const CertificateTemplate &each : certificate_templates())
            QTest::newRow(qPrintable(each.name)) << each.name;
    }
    void templates()
    {
        QFETCH(const QString, name);
        const auto base = find_template(name.toUpper());
        QVERIFY(base);
        QVERIFY(!base->label.isEmpty() && base->help.endsWith(u'.'));
        const auto order = IssueChoices { .base = *base, .subject = SubjectName::of(u"esp.local"_s) }.order();
        QVERIFY2(order, order ? "" : qPrintable(order.error().sentence()));
        const Identity root = ca(u"ec:p256"_s);
        const PrivateKey own = key(to_string(order->key), 2);
        const auto made = base->self_signed ? make_ca(order->spec, own) : issue(order->spec, own, root.certificate(), root.key());
        QVERIFY2(made, made ? "" : qPrintable(made.error().sentence()));
        QCOMPARE(made->version(), base->version_1 ? 1 : 3);
        QVERIFY(base->version_1 || made->allows(base->role));
        QCOMPARE(codes(issue_findings(*made, root.certificate())).contains(u"rejected-today"_s), name == u"legacy-sdk"_s);
    }

    void choices_go_before_the_template()
    {
        const IssueChoices common {
            .base = *find_template(u"computer-server"_s), .subject = *parse_subject(u"O=Works,CN=all"_s), .days = 10, .path_length = {}
        };
        const IssueChoices row {
            .subject = *parse_subject(u"OU=Bed,CN=one.local"_s), .key = KeySpec { KeyType::ec, 384 }, .until = *parse_time(u"2050-01-01"_s), .path_length = {}
        };
        const auto order = row.over(common).order();
        QVERIFY(order);
        QCOMPARE(to_string(order->spec.subject), u"O = Works, OU = Bed, CN = one.local"_s);
        QCOMPARE(order->key, (KeySpec { KeyType::ec, 384 }));
        QCOMPARE(order->spec.validity.not_after, *parse_time(u"2050-01-01"_s));
        QCOMPARE(order->spec.role, Role::server);
        QCOMPARE(
            (IssueChoices { .subject = SubjectName::of(u"x"_s), .until = *parse_time(u"2050-01-01"_s), .days = 3 }.order().error().code), u"validity-twice"_s);
        QCOMPARE(find_template(u"device-boss"_s).error().code, u"template"_s);
        const auto as_device = IssueChoices {
            .base = *find_template(u"intermediate-ca"_s), .subject = SubjectName::of(u"x"_s), .role = Role::device, .path_length = {}
        }.order();
        QVERIFY(as_device && !as_device->spec.path_length);
    }
};

QTEST_GUILESS_MAIN(SigningTest)
#include "tst_pki_signing.moc"
