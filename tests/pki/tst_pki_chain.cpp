// SPDX-License-Identifier: Apache-2.0
// Who signed what, whether a verifier agrees, and what is said about a certificate for a device.
#include <QTest>

#include "core/pki/chain.h"
#include "core/pki/judge.h"
#include "tests/pki/support.h"

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;

namespace {

// root -> intermediate -> device, made by the openssl program.
struct Chain {
    QTemporaryDir folder;
    QList<Certificate> certificates; // device, intermediate, root

    Chain()
    {
        const auto run = [&](const QString &command) {
            if (const Run done = openssl(command.split(u' '), folder.path()); done.status != 0)
                qFatal("%s", done.err.constData());
        };
        const QString new_key = u"-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"_s;
        run(u"req -x509 "_s + new_key + u" -keyout r.key -out r.crt -subj /CN=Root -days 100"_s);
        run(u"req -x509 "_s + new_key
            + u" -keyout i.key -out i.crt -subj /CN=Middle -days 100 -CA r.crt -CAkey r.key -addext basicConstraints=critical,CA:TRUE"_s);
        const QString of_a_device = u" -addext basicConstraints=critical,CA:FALSE -addext subjectAltName=IP:10.0.0.7"_s;
        run(u"req -x509 "_s + new_key + u" -keyout d.key -out d.crt -subj /CN=Device -days 100 -CA i.crt -CAkey i.key"_s + of_a_device);
        for (const QString &name : { u"d.crt"_s, u"i.crt"_s, u"r.crt"_s })
            certificates << read_certificates(bytes(content(name)), name)->first();
    }
    [[nodiscard]] QByteArray content(const QString &name) const
    {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

} // namespace

class ChainTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void finds_the_issuers()
    {
        const Chain chain;
        const QList<Certificate> &all = chain.certificates;
        QVERIFY(is_signed_by(all[0], all[1]));
        QVERIFY(is_signed_by(all[2], all[2]));
        QVERIFY(!is_signed_by(all[0], all[2]));
        QVERIFY(!is_signed_by(all[1], all[0]));
        QCOMPARE(issuers_of(all[0], { all[2], all[0], all[1] }), (QList { all[1], all[2] }));
        QCOMPARE(issuers_of(all[0], { all[2] }), QList<Certificate>());
        QCOMPARE(issuers_of(all[2], all), QList<Certificate>());
        // A CA of the same name did not sign it.
        QVERIFY(!is_signed_by(all[1], ca(u"ec:p256"_s, u"Root"_s).certificate()));
    }

    void identities_take_their_chain_along()
    {
        const Chain chain;
        const auto key = read_private_key(bytes(chain.content(u"d.key"_s)), u"d.key"_s);
        const auto identity = Identity::find(chain.certificates, { pki::test::key(u"ec:p256"_s), *key });
        QVERIFY(identity);
        QCOMPARE(identity->certificate(), chain.certificates[0]);
        QCOMPARE(identity->chain(), QList { chain.certificates[1] });
    }

    void mismatches_name_both()
    {
        const Certificate certificate = leaf(ca(u"ec:p256"_s), u"ec:p256"_s, Role::server).certificate();
        for (const auto &made : { Identity::make(certificate, key(u"rsa:512"_s)), Identity::find({ certificate }, { key(u"rsa:512"_s) }) }) {
            QVERIFY(!made);
            QCOMPARE(made.error().code, u"key-mismatch"_s);
            QCOMPARE(exit_status(made.error()), 3);
            QVERIFY(made.error().message.contains(u"RSA-512"_s) && made.error().message.contains(u"esp.local"_s));
        }
        QCOMPARE(Identity::find({}, { key(u"rsa:512"_s) }).error().code, u"no-certificate"_s);
        QCOMPARE(Identity::find({ certificate }, {}).error().code, u"no-key"_s);
    }

    void verifies_as_openssl_does_data()
    {
        QTest::addColumn<QString>("anchors"); // of "dir": device, intermediate, root
        QTest::addColumn<QString>("sent");
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("days");
        QTest::addColumn<QStringList>("codes");
        QTest::newRow("complete") << u"r"_s << u"di"_s << QString() << 1 << QStringList();
        QTest::newRow("its address") << u"r"_s << u"di"_s << u"10.0.0.7"_s << 1 << QStringList();
        QTest::newRow("another address") << u"r"_s << u"di"_s << u"10.0.0.8"_s << 1 << QStringList { u"name-mismatch"_s };
        QTest::newRow("a host name") << u"r"_s << u"di"_s << u"esp.local"_s << 1 << QStringList { u"name-mismatch"_s };
        QTest::newRow("no intermediate") << u"r"_s << u"d"_s << QString() << 1 << QStringList { u"chain-unknown-ca"_s };
        QTest::newRow("intermediate trusted") << u"i"_s << u"d"_s << QString() << 1 << QStringList();
        QTest::newRow("nothing trusted") << u""_s << u"dir"_s << QString() << 1 << QStringList { u"chain-unknown-ca"_s };
        QTest::newRow("too late") << u"r"_s << u"di"_s << QString() << 101 << QStringList { u"expired"_s };
        QTest::newRow("too early") << u"r"_s << u"di"_s << QString() << -2 << QStringList { u"not-yet-valid"_s };
        QTest::newRow("too late, wrong name") << u"r"_s << u"di"_s << u"10.0.0.8"_s << 101 << QStringList { u"expired"_s, u"name-mismatch"_s };
    }
    void verifies_as_openssl_does()
    {
        QFETCH(const QString, anchors);
        QFETCH(const QString, sent);
        QFETCH(const QString, name);
        QFETCH(const int, days);
        QFETCH(const QStringList, codes);
        const Chain chain;
        const auto pick = [&](const QString &letters) {
            QList<Certificate> picked;
            for (const QChar letter : letters)
                picked << chain.certificates[u"dir"_s.indexOf(letter)];
            return picked;
        };
        ChainQuestion question;
        question.anchors = pick(anchors);
        question.intermediates = pick(sent);
        question.when = QDateTime::currentDateTimeUtc().addDays(days);
        if (!name.isEmpty())
            question.name = *parse_alt_name(name);
        const QList<Finding> findings = check_chain(chain.certificates[0], question);
        QStringList found = pki::test::codes(findings); // dates count for each certificate
        found.removeDuplicates();
        QCOMPARE(found, codes);
        for (const Finding &finding : findings)
            QVERIFY(!finding.message.isEmpty() && !finding.fix.isEmpty() && !finding.why.isEmpty());
    }

    void verifies_the_purpose()
    {
        const Identity root = ca(u"ec:p256"_s);
        ChainQuestion question { .anchors = { root.certificate() }, .role = Role::server };
        question.strict = true;
        QCOMPARE(codes(check_chain(leaf(root, u"ec:p256"_s, Role::server).certificate(), question)), QStringList());
        QCOMPARE(codes(check_chain(leaf(root, u"ec:p256"_s, Role::client).certificate(), question)), QStringList { u"wrong-purpose"_s });
        question.anchors = { ca(u"ec:p384"_s, u"Another"_s).certificate() };
        QCOMPARE(codes(check_chain(leaf(root, u"ec:p256"_s, Role::server).certificate(), question)), QStringList { u"chain-unknown-ca"_s });
    }

    void judges_data()
    {
        QTest::addColumn<QString>("ca_key");
        QTest::addColumn<QString>("key");
        QTest::addColumn<DeviceTls>("device");
        QTest::addColumn<int>("days"); // from now
        QTest::addColumn<QStringList>("ca_codes");
        QTest::addColumn<QStringList>("leaf_codes");
        const QStringList none;
        const QString ec = u"ec:p256"_s;
        const QString rsa = u"rsa:2048"_s;
        const QString shorter = u"rsa:1024"_s;
        const QString shortest = u"rsa:512"_s;
        QTest::newRow("EC on BearSSL") << ec << ec << DeviceTls::bearssl << 1 << none << none;
        QTest::newRow("RSA on BearSSL") << rsa << rsa << DeviceTls::bearssl << 1 << none << none;
        QTest::newRow("RSA-1024 on BearSSL") << shorter << shorter << DeviceTls::bearssl << 1 << QStringList { u"key-too-weak"_s }
                                             << QStringList { u"key-too-weak"_s };
        QTest::newRow("RSA-512 on BearSSL") << shortest << shortest << DeviceTls::bearssl << 1 << QStringList { u"key-too-weak"_s }
                                            << QStringList { u"key-too-weak"_s };
        QTest::newRow("EC on mbedTLS") << ec << ec << DeviceTls::mbedtls << 1 << QStringList { u"key-unsupported"_s } << QStringList { u"key-unsupported"_s };
        QTest::newRow("EC on axTLS") << rsa << ec << DeviceTls::axtls << 1 << none << QStringList { u"key-unsupported"_s };
        QTest::newRow("expired") << ec << ec << DeviceTls::bearssl << 731 << none << QStringList { u"expired"_s };
        QTest::newRow("soon") << ec << ec << DeviceTls::bearssl << 710 << none << QStringList { u"expires-soon"_s };
        QTest::newRow("early") << ec << ec << DeviceTls::bearssl << -3 << QStringList { u"not-yet-valid"_s } << QStringList { u"not-yet-valid"_s };
    }
    void judges()
    {
        QFETCH(const QString, ca_key);
        QFETCH(const QString, key);
        QFETCH(const DeviceTls, device);
        QFETCH(const int, days);
        QFETCH(const QStringList, ca_codes);
        QFETCH(const QStringList, leaf_codes);
        const Identity root = ca(ca_key);
        const Identity server = leaf(root, key, Role::server);
        const Conditions conditions { .device = { .tls = device }, .now = QDateTime::currentDateTimeUtc().addDays(days) };
        QCOMPARE(codes(judge(root.certificate(), Role::ca, conditions)), ca_codes);
        const QList<Finding> findings = judge(server, Role::server, { root.certificate() }, conditions);
        QCOMPARE(codes(findings), leaf_codes);
        for (const Finding &finding : findings) {
            QVERIFY(!finding.message.isEmpty() && !finding.fix.isEmpty());
            QCOMPARE(finding.place, u"certificate:"_s + server.certificate().id());
        }
    }

    void weakness_is_an_error_only_where_the_device_refuses()
    {
        const Certificate root = ca(u"rsa:1024"_s).certificate();
        QCOMPARE(judge(root, Role::ca, { .device = { .tls = DeviceTls::bearssl } }).first().severity, Severity::warning);
        QCOMPARE(judge(root, Role::ca, { .device = { .tls = DeviceTls::axtls } }).first().severity, Severity::warning);
        QCOMPARE(judge(root, Role::ca, { .device = { .tls = DeviceTls::mbedtls } }).first().severity, Severity::error);
        // BearSSL asks for 1017 bits in what the peer sends, not in what the device trusts.
        QCOMPARE(judge(ca(u"rsa:512"_s).certificate(), Role::ca, { .device = { .tls = DeviceTls::bearssl } }).first().severity, Severity::warning);
    }

    void judges_role_and_chain()
    {
        const Identity root = ca(u"ec:p256"_s);
        const Identity client = leaf(root, u"ec:p256"_s, Role::client);
        QCOMPARE(codes(judge(client, Role::server, {})), QStringList { u"wrong-purpose"_s });
        QCOMPARE(codes(judge(client.certificate(), Role::ca)), QStringList { u"not-a-ca"_s });
        QCOMPARE(codes(judge(client, Role::client, { ca(u"ec:p384"_s, u"Other"_s).certificate() })), QStringList { u"chain-incomplete"_s });
        QCOMPARE(codes(judge(client, Role::client, { client.certificate() })), QStringList()); // pinned
    }

    void judges_old_signatures()
    {
        const Identity root = ca(u"rsa:2048"_s);
        CertificateSpec spec;
        spec.subject = SubjectName::of(u"old"_s);
        spec.role = Role::client;
        spec.digest = Digest::sha1;
        const auto old = issue(spec, key(u"rsa:2048"_s), root.certificate(), root.key());
        QVERIFY(old);
        QCOMPARE(codes(judge(*old, Role::client)), QStringList { u"digest-too-weak"_s });
        spec.version_1 = true;
        QCOMPARE(codes(judge(*issue(spec, key(u"rsa:2048"_s), root.certificate(), root.key()), Role::client)),
            (QStringList { u"digest-too-weak"_s, u"version-1"_s }));
    }
};

QTEST_GUILESS_MAIN(ChainTest)
#include "tst_pki_chain.moc"
