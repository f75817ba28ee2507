// SPDX-License-Identifier: Apache-2.0
// Certificates made by us, judged by `openssl verify` at its strictest; certificates made elsewhere, read by us.
#include <QTest>

#include "core/pki/chain.h"
#include "tests/pki/support.h"

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;

class CertificatesTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_alt_names_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("names"); // empty: refused
        for (const auto &[text, names] : { std::pair("IP:192.168.4.1,DNS:esp.local", "IP:192.168.4.1 DNS:esp.local"), { "192.168.4.1", "IP:192.168.4.1" },
                 { "esp.local", "DNS:esp.local" }, { " dns:a , ip:10.0.0.1 ", "DNS:a IP:10.0.0.1" }, { "IP:2001:db8::1", "IP:2001:db8::1" },
                 { "IP:0:0:0:0:0:0:0:1", "IP:::1" }, { "::ffff:1.2.3.4", "IP:::ffff:102:304" }, { "*.example.com", "DNS:*.example.com" }, { "a,a", "DNS:a" },
                 { "münchen.example", "DNS:xn--mnchen-3ya.example" }, { "IP:300.1.1.1", "" }, { "IP:esp.local", "" }, { "DNS:-a", "" }, { "DNS:a..b", "" },
                 { "DNS:", "" }, { "", "" }, { "a,,b", "" }, { "a b", "" }, { "a.*.b", "" }, { "DNS:a/b", "" } })
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(names);
    }
    void reads_alt_names()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, names);
        const auto read = parse_alt_names(text);
        QCOMPARE(read.has_value(), !names.isEmpty());
        if (!read) {
            QCOMPARE(exit_status(read.error()), 2);
            return;
        }
        QStringList parts;
        for (const AltName &name : *read)
            parts << to_string(name);
        QCOMPARE(parts.join(u' '), names);
    }

    void openssl_verifies_what_we_issue_data()
    {
        QTest::addColumn<QString>("ca_key");
        QTest::addColumn<QString>("leaf_key");
        QTest::addColumn<Digest>("digest");
        QTest::addColumn<Role>("role");
        for (const QString &ca_key : { u"ec:p256"_s, u"ec:p384"_s, u"rsa:2048"_s }) {
            for (const QString &leaf_key : { u"ec:p256"_s, u"rsa:2048"_s }) {
                for (const Role role : { Role::server, Role::client, Role::device })
                    QTest::addRow("%s signs %s %s", qPrintable(ca_key), qPrintable(leaf_key), qPrintable(role_name(role)))
                        << ca_key << leaf_key << (ca_key == u"ec:p384"_s ? Digest::sha384 : Digest::sha256) << role;
            }
        }
    }
    void openssl_verifies_what_we_issue()
    {
        QFETCH(const QString, ca_key);
        QFETCH(const QString, leaf_key);
        QFETCH(const Digest, digest);
        QFETCH(const Role, role);
        const Identity root = ca(ca_key);
        CertificateSpec spec;
        spec.role = role;
        spec.subject = SubjectName::of(u"greenhouse-17"_s);
        spec.alt_names = *parse_alt_names(u"IP:192.168.4.1,DNS:esp.local"_s);
        spec.digest = digest;
        const auto issued = issue(spec, key(leaf_key, 2), root.certificate(), root.key());
        QVERIFY(issued);

        const QTemporaryDir folder;
        static_cast<void>(write(folder, u"ca.crt"_s, root.certificate().pem()));
        static_cast<void>(write(folder, u"leaf.crt"_s, issued->pem()));
        const auto verify = [&](const QStringList &options) {
            return openssl(QStringList { u"verify"_s, u"-x509_strict"_s, u"-check_ss_sig"_s, u"-auth_level"_s, u"2"_s, u"-CAfile"_s, u"ca.crt"_s } + options
                    + QStringList { u"leaf.crt"_s },
                folder.path());
        };
        const Run plain = verify({});
        QVERIFY2(plain.status == 0, plain.err.constData());
        QCOMPARE(verify({ u"-purpose"_s, u"sslserver"_s }).status == 0, role != Role::client);
        QCOMPARE(verify({ u"-purpose"_s, u"sslclient"_s }).status == 0, role != Role::server);
        QCOMPARE(verify({ u"-verify_ip"_s, u"192.168.4.1"_s }).status, 0);
        QCOMPARE(verify({ u"-verify_hostname"_s, u"esp.local"_s }).status, 0);
        QVERIFY(verify({ u"-verify_ip"_s, u"192.168.4.2"_s }).status != 0);
        const Run text = openssl({ u"x509"_s, u"-in"_s, u"leaf.crt"_s, u"-noout"_s, u"-text"_s }, folder.path());
        QVERIFY2(text.out.contains("X509v3 Basic Constraints: critical\n                CA:FALSE"), text.out.constData());
        QVERIFY2(text.out.contains("X509v3 Key Usage: critical"), text.out.constData());
        QCOMPARE(text.out.contains("Key Encipherment"), role != Role::client && leaf_key.startsWith(u"rsa"_s));
        QVERIFY2(text.out.contains("Subject Key Identifier") && text.out.contains("Authority Key Identifier"), text.out.constData());
    }

    void a_server_is_named_after_its_common_name_data()
    {
        QTest::addColumn<QString>("common_name");
        QTest::addColumn<Role>("role");
        QTest::addColumn<QList<AltName>>("names");
        const auto one = [](AltName::Kind kind, const QString &value) { return QList { AltName { kind, value } }; };
        QTest::newRow("address") << u"192.168.111.100"_s << Role::server << one(AltName::Kind::ip, u"192.168.111.100"_s);
        QTest::newRow("host") << u"esp.local"_s << Role::device << one(AltName::Kind::dns, u"esp.local"_s);
        QTest::newRow("neither") << u"Green house 17"_s << Role::server << QList<AltName>();
        QTest::newRow("client") << u"esp.local"_s << Role::client << QList<AltName>();
    }
    void a_server_is_named_after_its_common_name()
    {
        QFETCH(const QString, common_name);
        QFETCH(const Role, role);
        QFETCH(const QList<AltName>, names);
        QCOMPARE(leaf(ca(u"ec:p256"_s), u"ec:p256"_s, role, common_name).certificate().alt_names(), names);
    }

    void refuses_bad_specs_data()
    {
        QTest::addColumn<QString>("common_name");
        QTest::addColumn<int>("days");
        QTest::addColumn<QString>("code");
        QTest::newRow("no name") << u" "_s << 10 << u"name-missing"_s;
        QTest::newRow("long name") << QString(65, u'x') << 10 << u"name-too-long"_s;
        QTest::newRow("control character") << u"a\u001b[2Jb"_s << 10 << u"name-unprintable"_s;
        QTest::newRow("no time") << u"a"_s << -5 << u"validity"_s;
        QTest::newRow("after the year 9999") << u"a"_s << 8000 * 366 << u"validity"_s;
    }
    void refuses_bad_specs()
    {
        QFETCH(const QString, common_name);
        QFETCH(const int, days);
        QFETCH(const QString, code);
        CertificateSpec spec;
        spec.subject = SubjectName::of(common_name);
        spec.validity = Validity::days(days);
        const auto made = make_ca(spec, key(u"ec:p256"_s));
        QVERIFY(!made);
        QCOMPARE(made.error().code, code);
    }

    void accepts_64_characters_and_names_of_the_world()
    {
        for (const QString &name : { QString(64, u'ü'), u"温室 17"_s, u"🌱 bed"_s })
            QCOMPARE(ca(u"ec:p256"_s, name).certificate().common_name(), name);
    }

    void refuses_a_wrong_signer()
    {
        const Identity root = ca(u"ec:p256"_s);
        const Identity server = leaf(root, u"ec:p256"_s, Role::server);
        CertificateSpec spec;
        spec.subject = SubjectName::of(u"x"_s);
        QCOMPARE(issue(spec, key(u"ec:p256"_s), root.certificate(), server.key()).error().code, u"key-mismatch"_s);
        QCOMPARE(issue(spec, key(u"ec:p256"_s), server.certificate(), server.key()).error().code, u"not-a-ca"_s);
        spec.digest = Digest::sha384;
        QCOMPARE(make_ca(spec, key(u"rsa:512"_s)).error().code, u"key-cannot-sign"_s);
    }

    void serials_are_random_and_positive()
    {
        QSet<QString> serials;
        for (int i = 0; i < 50; ++i) {
            const QString serial = ca(u"ec:p256"_s).certificate().serial();
            QCOMPARE(serial.size(), 32); // 16 bytes, none of them lost to a leading zero
            QVERIFY(serial.front() >= u'4' && serial.front() <= u'7');
            serials << serial;
        }
        QCOMPARE(serials.size(), 50);
    }

    void fields_are_what_openssl_reads_data()
    {
        QTest::addColumn<QString>("file");
        for (const char *file : { "both/ca.crt", "both/client.crt", "server/server.crt", "client/client.crt", "caonly/ca.crt" })
            QTest::newRow(file) << QString::fromLatin1(file);
    }
    void fields_are_what_openssl_reads()
    {
        QFETCH(const QString, file);
        const QString path = data_path(u"sdk-tools/"_s + file);
        const auto read = read_certificates(bytes(data(u"sdk-tools/"_s + file)), file);
        QVERIFY(read);
        QCOMPARE(read->size(), 1);
        const Certificate &certificate = read->first();
        const auto field = [&](const QStringList &options) {
            return QString::fromUtf8(openssl(QStringList { u"x509"_s, u"-in"_s, path, u"-noout"_s } + options, u"."_s).out).trimmed().section(u'=', 1);
        };
        const QStringList spaced { u"-nameopt"_s, u"oneline"_s };
        QCOMPARE(certificate.subject(), field(QStringList { u"-subject"_s } + spaced));
        QCOMPARE(certificate.issuer(), field(QStringList { u"-issuer"_s } + spaced));
        QCOMPARE(certificate.serial(), field({ u"-serial"_s }));
        QCOMPARE(fingerprint_text(certificate.fingerprint()), field({ u"-fingerprint"_s, u"-sha256"_s }));
        QCOMPARE(certificate.not_after().toString(u"yyyy-MM-dd HH:mm:ss'Z'"_s), field({ u"-enddate"_s, u"-dateopt"_s, u"iso_8601"_s }));
        QCOMPARE(certificate.is_ca(), file.endsWith(u"ca.crt"_s));
        QCOMPARE(certificate.version(), 3);
        QCOMPARE(certificate.signature_algorithm(), u"sha256WithRSAEncryption"_s);
        QCOMPARE(certificate.signature_digest_bits(), 256);
    }

    void hostile_names_are_made_harmless()
    {
        const QTemporaryDir folder;
        const Run made = openssl({ u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s, u"-nodes"_s, u"-keyout"_s, u"k"_s,
                                     u"-out"_s, u"c"_s, u"-utf8"_s, u"-subj"_s, u"/CN=evil\u001b[31m\u202egnp"_s },
            folder.path());
        QVERIFY2(made.status == 0, made.err.constData());
        QFile file(folder.filePath(u"c"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const Certificate certificate = read_certificates(bytes(file.readAll()), u"c"_s)->first();
        for (const QString &text : { certificate.common_name(), certificate.subject(), certificate.display_name() }) {
            QVERIFY(!text.contains(QChar(0x1B)));
            QVERIFY(!text.contains(QChar(0x202E)));
            QVERIFY(text.contains(u"evil"_s));
        }
    }

    void damaged_certificates_are_errors_at_every_length()
    {
        const Certificate certificate = ca(u"ec:p256"_s).certificate();
        const QByteArray der = certificate.der();
        for (qsizetype length = 0; length < der.size(); ++length)
            QVERIFY(!read_certificates(bytes(der.first(length)), u"x"_s));
        const QByteArray pem = certificate.pem();
        for (qsizetype length = 0; length < pem.indexOf("-----END"); ++length)
            QVERIFY(!read_certificates(bytes(pem.first(length)), u"x"_s));
        QCOMPARE(read_certificates(bytes(pem + der.toBase64()), u"x"_s)->size(), 1); // text around blocks does not matter
        QCOMPARE(read_certificates(bytes(der + der), u"x"_s)->size(), 2);
    }

    void flipped_bits_never_crash()
    {
        const QByteArray der = ca(u"ec:p256"_s).certificate().der();
        int read_back = 0;
        for (qsizetype bit = 0; bit < der.size() * 8; ++bit) {
            QByteArray flipped = der;
            flipped[bit / 8] = char(flipped[bit / 8] ^ (1 << bit % 8));
            if (const auto read = read_certificates(bytes(flipped), u"x"_s)) {
                ++read_back;
                QVERIFY(!is_signed_by(read->first(), read->first()) || read->first().der() == der);
            }
        }
        QVERIFY(read_back > 0); // a flipped name still reads
    }

    void as_the_sdk_makes_them()
    {
        CertificateSpec spec;
        spec.subject = SubjectName::of({}, u"TLS Project Dodgy Certificate Authority"_s);
        spec.version_1 = true;
        spec.digest = Digest::sha1;
        const auto made = make_ca(spec, key(u"rsa:1024"_s));
        QVERIFY(made);
        QCOMPARE(made->version(), 1);
        QVERIFY(made->is_ca()); // version 1, self-signed
        QCOMPARE(made->signature_algorithm(), u"sha1WithRSAEncryption"_s);
        QCOMPARE(made->display_name(), u"O = TLS Project Dodgy Certificate Authority"_s);
    }
};

QTEST_GUILESS_MAIN(CertificatesTest)
#include "tst_pki_certificates.moc"
