// SPDX-License-Identifier: Apache-2.0
// What a certificate can be asked to say, and that the openssl program reads it so.
#include <QTest>

#include "core/pki/issue.h"
#include "tests/pki/forge.h"
#include "tests/pki/support.h"

#include <openssl/x509v3.h>

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;

namespace {

CertificateSpec spec_for(Role role, const QString &name = u"esp.local"_s)
{
    CertificateSpec spec;
    spec.role = role;
    spec.subject = SubjectName::of(name);
    return spec;
}

QByteArray shown(const Certificate &certificate, const QStringList &options)
{
    const QTemporaryDir folder;
    static_cast<void>(write(folder, u"x.crt"_s, certificate.pem()));
    const Run run = openssl(QStringList { u"x509"_s, u"-in"_s, u"x.crt"_s, u"-noout"_s } + options, folder.path());
    return run.status == 0 ? run.out : "failed: " + run.err;
}

QByteArray text_of(const Certificate &certificate)
{
    return shown(certificate, { u"-text"_s });
}

Result<Certificate> signed_by_test_ca(const CertificateSpec &spec, const QString &key_spec = u"ec:p256"_s)
{
    const Identity root = ca(u"ec:p256"_s);
    return issue(spec, key(key_spec, 2), root.certificate(), root.key());
}

} // namespace

class MakingTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_subjects_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("formatted"); // empty: refused
        for (const auto &[text, formatted] : { std::pair("O = Example Works, CN = srv", "O = Example Works, CN = srv"),
                 { "O=Example,CN=x", "O = Example, CN = x" }, { "/O=Example/CN=x", "O = Example, CN = x" },
                 { "/C=DE/ST=Bayern/L=München/O=X/OU=a/OU=b/CN=c/serialNumber=17/emailAddress=a@b.example",
                     "C = DE, ST = Bayern, L = München, O = X, OU = a, OU = b, CN = c, serialNumber = 17, emailAddress = a@b.example" },
                 { "cn = x , o = y", "CN = x, O = y" }, { "commonName=x,E=a@b", "CN = x, emailAddress = a@b" }, { "CN=a\\, b", "CN = \"a, b\"" },
                 { "CN=\"a, b\",O=c", "CN = \"a, b\", O = c" }, { "/CN=a\\/b/O=c", "CN = a/b, O = c" }, { "/CN=a, b", "CN = \"a, b\"" },
                 { "CN=M\\C3\\BCnchen", "CN = München" }, { "CN=a=b", "CN = a=b" }, { "CN=\"say \\\"hi\\\"\"", "CN = \"say \\\"hi\\\"\"" },
                 { "DC=com,DC=example", "DC = com, DC = example" }, { "CN=\\ a\\ ", "CN = \" a \"" }, { "CN=温室 🌱", "CN = 温室 🌱" }, { "", "" }, { "x", "" },
                 { "/", "" }, { "CN=", "" }, { "CN=x,", "" }, { "CN=x\\,", "CN = \"x,\"" }, { "CN=x,,O=y", "" }, { "CN=\"x", "" }, { "CN=x\\", "" },
                 { "title=Dr", "" }, { "CN=\\FF\\FE", "" }, { "=x", "" }, { "/CN=a/b", "" } })
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(formatted);
    }
    void reads_subjects()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, formatted);
        const auto read = parse_subject(text);
        QCOMPARE(read.has_value(), !formatted.isEmpty());
        if (!read) {
            QCOMPARE(exit_status(read.error()), 2);
            return;
        }
        QCOMPARE(to_string(*read), formatted);
        QCOMPARE(parse_subject(to_string(*read)).value(), *read);
    }

    void every_field_reaches_the_certificate()
    {
        CertificateSpec spec = spec_for(Role::server);
        spec.subject
            = *parse_subject(u"C=DE,ST=Bayern,L=Würzburg,DC=farm,O=Grün \\& Söhne,OU=Gewächshaus,CN=esp.local,serialNumber=A-17,emailAddress=a@b.example"_s);
        const auto made = signed_by_test_ca(spec);
        QVERIFY(made);
        QCOMPARE(made->subject(), to_string(spec.subject));
        const QByteArray shown_subject = shown(*made, { u"-subject"_s, u"-nameopt"_s, u"oneline,-esc_msb,utf8,show_type"_s });
        QCOMPARE(shown_subject.trimmed(),
            QByteArray("subject=C = PRINTABLESTRING:DE, ST = UTF8STRING:Bayern, L = UTF8STRING:Würzburg, DC = IA5STRING:farm, O = UTF8STRING:Grün & Söhne, "
                       "OU = UTF8STRING:Gewächshaus, CN = UTF8STRING:esp.local, serialNumber = PRINTABLESTRING:A-17, emailAddress = IA5STRING:a@b.example"));
    }

    void setting_fields_keeps_the_customary_order()
    {
        SubjectName name = SubjectName::of(u"x"_s, u"Works"_s);
        name.set(SubjectField::email, u"a@b"_s);
        name.set(SubjectField::country, u"DE"_s);
        name.set(SubjectField::unit, u"U"_s);
        QCOMPARE(to_string(name), u"C = DE, O = Works, OU = U, CN = x, emailAddress = a@b"_s);
        name.set(SubjectField::organization, u"Other"_s);
        name.set(SubjectField::unit, {});
        QCOMPARE(to_string(name), u"C = DE, O = Other, CN = x, emailAddress = a@b"_s);
        SubjectName odd = *parse_subject(u"CN=x,O=y,O=z"_s);
        odd.set(SubjectField::organization, u"w"_s);
        QCOMPARE(to_string(odd), u"CN = x, O = w"_s);
    }

    void refuses_bad_names_data()
    {
        QTest::addColumn<SubjectName>("name");
        QTest::addColumn<QString>("code");
        const auto one = [](SubjectField field, const QString &value) { return SubjectName { { { field, value } } }; };
        QTest::newRow("country of three letters") << one(SubjectField::country, u"GER"_s) << u"name-characters"_s;
        QTest::newRow("country in digits") << one(SubjectField::country, u"49"_s) << u"name-characters"_s;
        QTest::newRow("country, umlaut") << one(SubjectField::country, u"DÜ"_s) << u"name-characters"_s;
        QTest::newRow("serial number, umlaut") << one(SubjectField::serial_number, u"Ü1"_s) << u"name-characters"_s;
        QTest::newRow("serial number, underscore") << one(SubjectField::serial_number, u"a_1"_s) << u"name-characters"_s;
        QTest::newRow("e-mail, umlaut") << one(SubjectField::email, u"ü@b"_s) << u"name-characters"_s;
        QTest::newRow("NUL") << one(SubjectField::common_name, u"good.example\0.evil.example"_s) << u"name-unprintable"_s;
        QTest::newRow("escape sequence") << one(SubjectField::organization, u"a\u001b[2J"_s) << u"name-unprintable"_s;
        QTest::newRow("half a character") << one(SubjectField::common_name, QString(QChar(0xD83C))) << u"name-damaged"_s;
        QTest::newRow("empty") << one(SubjectField::organization, u" "_s) << u"name-empty"_s;
        for (const auto &[field, most] :
            { std::pair(SubjectField::common_name, 64), { SubjectField::organization, 64 }, { SubjectField::unit, 64 }, { SubjectField::state, 128 },
                { SubjectField::locality, 128 }, { SubjectField::serial_number, 64 }, { SubjectField::email, 255 }, { SubjectField::domain_component, 63 } }) {
            QTest::addRow("%s, one too long", qPrintable(field_name(field))) << one(field, QString(most + 1, u'x')) << u"name-too-long"_s;
            QTest::addRow("%s, just long enough", qPrintable(field_name(field))) << one(field, QString(most, u'x')) << QString();
        }
    }
    void refuses_bad_names()
    {
        QFETCH(const SubjectName, name);
        QFETCH(const QString, code);
        CertificateSpec spec = spec_for(Role::client);
        spec.subject = name;
        const auto made = signed_by_test_ca(spec);
        QCOMPARE(made ? QString() : made.error().code, code);
        if (!made)
            QCOMPARE(exit_status(made.error()), 3);
        else
            QCOMPARE(made->subject(), to_string(name));
    }

    void dates_take_the_form_that_the_rfc_asks_for_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("until");
        QTest::addColumn<QByteArray>("begin");
        QTest::addColumn<QByteArray>("end");
        QTest::newRow("last second of UTCTime") << u"2026-01-01"_s << u"2049-12-31"_s << QByteArray("UTCTIME           :260101000000Z")
                                                << QByteArray("UTCTIME           :491231235959Z");
        QTest::newRow("first second beyond") << u"2026-01-01"_s << u"2050-01-01T00:00:00Z"_s << QByteArray("UTCTIME           :260101000000Z")
                                             << QByteArray("GENERALIZEDTIME   :20500101000000Z");
        QTest::newRow("leap day") << u"2028-02-29"_s << u"2052-02-29"_s << QByteArray("UTCTIME           :280229000000Z")
                                  << QByteArray("GENERALIZEDTIME   :20520229235959Z");
        QTest::newRow("no end known") << u"2026-01-01"_s << u"9999-12-31T23:59:59Z"_s << QByteArray("UTCTIME           :260101000000Z")
                                      << QByteArray("GENERALIZEDTIME   :99991231235959Z");
        QTest::newRow("both beyond") << u"2060-03-01T12:30:15Z"_s << u"2060-03-01T14:30:16+02:00"_s << QByteArray("GENERALIZEDTIME   :20600301123015Z")
                                     << QByteArray("GENERALIZEDTIME   :20600301123016Z");
        QTest::newRow("long ago") << u"1950-01-01"_s << u"2000-02-29"_s << QByteArray("UTCTIME           :500101000000Z")
                                  << QByteArray("UTCTIME           :000229235959Z");
    }
    void dates_take_the_form_that_the_rfc_asks_for()
    {
        QFETCH(const QString, from);
        QFETCH(const QString, until);
        QFETCH(const QByteArray, begin);
        QFETCH(const QByteArray, end);
        CertificateSpec spec = spec_for(Role::server);
        spec.validity = { *parse_time(from), *parse_time(until, DayEdge::end) };
        const auto made = signed_by_test_ca(spec);
        QVERIFY(made);
        QCOMPARE(made->not_before(), spec.validity.not_before);
        QCOMPARE(made->not_after(), spec.validity.not_after);
        const QTemporaryDir folder;
        static_cast<void>(write(folder, u"x.crt"_s, made->pem()));
        const Run dump = openssl({ u"asn1parse"_s, u"-in"_s, u"x.crt"_s }, folder.path());
        QVERIFY2(dump.out.contains(begin) && dump.out.contains(end), dump.out.constData());
    }

    void refuses_bad_times_data()
    {
        QTest::addColumn<QString>("time");
        for (const char *time :
            { "2027-02-29", "2100-02-29", "2027-13-01", "noon", "", "20270301", "2027-03-01T25:00:00Z", "2027-03-01T12:00:60Z", "12345-01-01", "1.3.2027" })
            QTest::newRow(time) << QString::fromLatin1(time);
    }
    void refuses_bad_times()
    {
        QFETCH(const QString, time);
        const auto read = parse_time(time);
        QVERIFY2(!read, qPrintable(read ? read->toString(Qt::ISODate) : QString()));
        QCOMPARE(read.error().code, u"time"_s);
    }

    void usages_data()
    {
        QTest::addColumn<Role>("role");
        QTest::addColumn<QString>("key_usages"); // "-": by role
        QTest::addColumn<QString>("extended");
        QTest::addColumn<QByteArray>("says");
        QTest::addColumn<QByteArray>("says_not");
        QTest::newRow("by role") << Role::client << u"-"_s << u"-"_s << QByteArray("TLS Web Client Authentication") << QByteArray("Web Server");
        QTest::newRow("given") << Role::server << u"digitalSignature,keyAgreement"_s << u"serverAuth,codeSigning"_s
                               << QByteArray("Digital Signature, Key Agreement") << QByteArray("Key Encipherment");
        QTest::newRow("last bit") << Role::server << u"keyAgreement,decipherOnly"_s << u"-"_s << QByteArray("Key Agreement, Decipher Only")
                                  << QByteArray("Digital Signature");
        QTest::newRow("none") << Role::server << u"none"_s << u"none"_s << QByteArray("CA:FALSE") << QByteArray("Usage");
        QTest::newRow("somebody's own") << Role::server << u"-"_s << u"1.3.6.1.4.1.99999.1,serverAuth"_s << QByteArray("1.3.6.1.4.1.99999.1")
                                        << QByteArray("Client");
        QTest::newRow("CA for servers") << Role::ca << u"-"_s << u"serverAuth"_s << QByteArray("Certificate Sign, CRL Sign") << QByteArray("Client");
    }
    void usages()
    {
        QFETCH(const Role, role);
        QFETCH(const QString, key_usages);
        QFETCH(const QString, extended);
        QFETCH(const QByteArray, says);
        QFETCH(const QByteArray, says_not);
        CertificateSpec spec = spec_for(role);
        if (key_usages != u"-"_s)
            spec.key_usages = *parse_key_usages(key_usages);
        if (extended != u"-"_s)
            spec.extended_usages = *parse_extended_usages(extended);
        const auto made = signed_by_test_ca(spec, u"rsa:2048"_s);
        QVERIFY2(made, made ? "" : qPrintable(made.error().sentence()));
        const QByteArray text = text_of(*made);
        QVERIFY2(text.contains(says), text.constData());
        QVERIFY2(!text.contains(says_not), text.constData());
    }

    void refuses_unknown_usages()
    {
        for (const char *text : { "signing", "digitalSignature,", "serverAuth" })
            QCOMPARE(parse_key_usages(QString::fromLatin1(text)).error().code, u"key-usage"_s);
        for (const char *text : { "server", "1.2.x", "serverAuth,,clientAuth" })
            QCOMPARE(parse_extended_usages(QString::fromLatin1(text)).error().code, u"extended-key-usage"_s);
    }

    void refuses_contradictions_data()
    {
        QTest::addColumn<CertificateSpec>("spec");
        QTest::addColumn<QString>("code");
        CertificateSpec spec = spec_for(Role::server);
        spec.key_usages = QList { KeyUsage::key_cert_sign };
        QTest::newRow("a server that signs") << spec << u"usage-conflict"_s;
        spec = spec_for(Role::ca);
        spec.key_usages = QList { KeyUsage::crl_sign };
        QTest::newRow("a CA that does not") << spec << u"usage-conflict"_s;
        spec = spec_for(Role::device);
        spec.path_length = 0;
        QTest::newRow("path length of a device") << spec << u"path-length"_s;
        spec = spec_for(Role::ca);
        spec.path_length = -1;
        QTest::newRow("negative path length") << spec << u"path-length"_s;
        spec = spec_for(Role::server);
        spec.version_1 = true;
        spec.alt_names = *parse_alt_names(u"a"_s);
        QTest::newRow("names in version 1") << spec << u"version-1"_s;
        spec = spec_for(Role::ca);
        spec.version_1 = true;
        QTest::newRow("intermediate of version 1") << spec << u"version-1"_s;
        spec = spec_for(Role::ca);
        spec.subject = {};
        spec.alt_names = *parse_alt_names(u"a"_s);
        QTest::newRow("CA without a name") << spec << u"name-missing"_s;
        spec = spec_for(Role::server);
        spec.alt_names << AltName { AltName::Kind::other, u"email:a@b"_s };
        QTest::newRow("name of another kind") << spec << u"alt-name"_s;
        spec = spec_for(Role::server);
        spec.validity = { *parse_time(u"1949-12-31"_s), *parse_time(u"2030-01-01"_s) };
        QTest::newRow("before 1950") << spec << u"validity"_s;
    }
    void refuses_contradictions()
    {
        QFETCH(const CertificateSpec, spec);
        QFETCH(const QString, code);
        const auto made = signed_by_test_ca(spec);
        QVERIFY(!made);
        QCOMPARE(made.error().code, code);
        QCOMPARE(exit_status(made.error()), 3);
    }

    void serials_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("serial"); // empty: refused
        for (const auto &[text, serial] : { std::pair("1", "01"), { "0x12ab", "12AB" }, { "12:AB:00", "12AB00" }, { "00ff", "FF" },
                 { "7fffffffffffffffffffffffffffffffffffffff", "7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" }, { "8000000000000000000000000000000000000000", "" },
                 { "010000000000000000000000000000000000000000", "" }, { "0", "" }, { "", "" }, { "-1", "" }, { "12 34", "" }, { "xyz", "" }, { "1:2", "" } })
            QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(serial);
    }
    void serials()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, serial);
        const auto parsed = Serial::parse(text);
        QCOMPARE(parsed.has_value(), !serial.isEmpty());
        if (!parsed)
            return;
        QCOMPARE(parsed->text(), serial);
        CertificateSpec spec = spec_for(Role::server);
        spec.serial = *parsed;
        const auto made = signed_by_test_ca(spec);
        QVERIFY(made);
        QCOMPARE(made->serial(), serial);
        QCOMPARE(shown(*made, { u"-serial"_s }).trimmed(), "serial=" + serial.toLatin1());
    }

    void intermediate_cas_data()
    {
        QTest::addColumn<int>("parent"); // path length; -1: none
        QTest::addColumn<int>("child");
        QTest::addColumn<QByteArray>("says"); // empty: refused
        QTest::newRow("any below any") << -1 << -1 << QByteArray("CA:TRUE\n");
        QTest::newRow("some below any") << -1 << 2 << QByteArray("CA:TRUE, pathlen:2");
        QTest::newRow("what is left") << 2 << -1 << QByteArray("CA:TRUE, pathlen:1");
        QTest::newRow("less than is left") << 3 << 0 << QByteArray("CA:TRUE, pathlen:0");
        QTest::newRow("more than is left") << 1 << 1 << QByteArray();
        QTest::newRow("none is left") << 0 << -1 << QByteArray();
    }
    void intermediate_cas()
    {
        QFETCH(const int, parent);
        QFETCH(const int, child);
        QFETCH(const QByteArray, says);
        CertificateSpec root_spec = spec_for(Role::ca, u"Root"_s);
        root_spec.validity = Validity::days(4000);
        if (parent >= 0)
            root_spec.path_length = parent;
        const auto root = make_ca(root_spec, key(u"ec:p384"_s));
        QVERIFY(root);
        CertificateSpec spec = spec_for(Role::ca, u"Farm"_s);
        if (child >= 0)
            spec.path_length = child;
        const auto made = issue(spec, key(u"ec:p256"_s, 1), *root, key(u"ec:p384"_s));
        QCOMPARE(made.has_value(), !says.isEmpty());
        if (!made) {
            QCOMPARE(made.error().code, u"path-length"_s);
            QCOMPARE(exit_status(made.error()), 3);
            return;
        }
        const QByteArray text = text_of(*made);
        QVERIFY2(text.contains(says), text.constData());
        const auto server = issue(spec_for(Role::server), key(u"ec:p256"_s, 2), *made, key(u"ec:p256"_s, 1));
        QVERIFY(server);
        const QTemporaryDir folder;
        static_cast<void>(write(folder, u"root"_s, root->pem()));
        static_cast<void>(write(folder, u"farm"_s, made->pem()));
        static_cast<void>(write(folder, u"server"_s, server->pem()));
        const Run verified = openssl(
            { u"verify"_s, u"-x509_strict"_s, u"-purpose"_s, u"sslserver"_s, u"-CAfile"_s, u"root"_s, u"-untrusted"_s, u"farm"_s, u"server"_s }, folder.path());
        QVERIFY2(verified.status == 0, verified.err.constData());
    }

    // Every CA above counts, not only the one that signs; openssl agrees about what was made, and about what was not.
    void the_whole_chain_limits_the_path_data()
    {
        QTest::addColumn<QList<int>>("lengths"); // of the CAs from the root down; -1: none
        QTest::addColumn<Role>("role");
        QTest::addColumn<int>("most"); // path length of what is made; -1: none; -2: it is refused
        const auto row = [](const char *name, const QList<int> &lengths, Role role, int most) { QTest::newRow(name) << lengths << role << most; };
        row("leaf, no limits", { -1, -1, -1 }, Role::server, -1);
        row("CA, no limits", { -1, -1, -1 }, Role::ca, -1);
        row("leaf, just enough", { 2, -1, -1 }, Role::server, -1);
        row("leaf, root too short", { 1, -1, -1 }, Role::server, -2);
        row("leaf, root allows none", { 0, -1 }, Role::server, -2);
        row("leaf, middle too short", { -1, 0, -1 }, Role::server, -2);
        row("CA, root leaves none", { 2, -1, -1 }, Role::ca, -2);
        row("CA, root leaves one", { 3, -1, -1 }, Role::ca, 0);
        row("CA, the shortest counts", { 5, 9, 7 }, Role::ca, 2);
        row("CA, the signer's own", { 5, -1, 1 }, Role::ca, 0);
        row("CA, root alone", { 1 }, Role::ca, 0);
        row("leaf, root alone", { 0 }, Role::server, -1);
    }
    void the_whole_chain_limits_the_path()
    {
        QFETCH(const QList<int>, lengths);
        QFETCH(const Role, role);
        QFETCH(const int, most);
        const QTemporaryDir folder;
        QList<Identity> line;
        QByteArray between;
        for (const int length : lengths) {
            const QByteArray constraints = "critical,CA:TRUE"_ba + (length < 0 ? QByteArray() : ",pathlen:" + QByteArray::number(length));
            line.prepend(forged(a_ca("CA " + QByteArray::number(line.size()), constraints), line.isEmpty() ? std::nullopt : std::optional(line.first())));
            if (line.size() > 1)
                between += line.first().certificate().pem();
        }
        IssuingCa ca = IssuingCa::of(line.first());
        for (const Identity &above : std::as_const(line)) {
            if (above.certificate() != ca.certificate && above.certificate() != line.last().certificate())
                ca.above << above.certificate();
        }
        ca.root = line.last().certificate();
        const auto made = issue(spec_for(role), key(u"ec:p256"_s), ca);
        QVERIFY2(made.has_value() == (most > -2), qPrintable(made ? QString() : made.error().sentence()));
        if (!made)
            QCOMPARE(made.error().code, u"path-length"_s);
        else
            QCOMPARE(X509_get_pathlen(made->native()), long(most));
        // A CA is judged by what it signs.
        const Identity answer = made ? Identity::make(*made, key(u"ec:p256"_s)).value() : forged(role == Role::ca ? a_ca("Below") : a_leaf(), line.first());
        const Certificate leaf = role == Role::ca ? forged(a_leaf(), answer).certificate() : answer.certificate();
        if (role == Role::ca)
            between += answer.certificate().pem();
        static_cast<void>(write(folder, u"root"_s, ca.root->pem()));
        static_cast<void>(write(folder, u"between"_s, between.isEmpty() ? ca.root->pem() : between));
        static_cast<void>(write(folder, u"leaf"_s, leaf.pem()));
        const Run verified = openssl({ u"verify"_s, u"-CAfile"_s, u"root"_s, u"-untrusted"_s, u"between"_s, u"leaf"_s }, folder.path());
        QVERIFY2((verified.status == 0) == made.has_value(), verified.err.constData());
    }

    void constraints_need_not_be_critical()
    {
        CertificateSpec spec = spec_for(Role::ca);
        spec.constraints_critical = false;
        const auto made = make_ca(spec, key(u"ec:p256"_s));
        QVERIFY(made);
        QVERIFY(made->is_ca());
        QVERIFY(text_of(*made).contains("X509v3 Basic Constraints: \n"));
    }

    void says_what_will_not_do_data()
    {
        QTest::addColumn<CertificateSpec>("spec");
        QTest::addColumn<QString>("key_spec");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("good") << spec_for(Role::server) << u"ec:p256"_s << QStringList();
        QTest::newRow("good client") << spec_for(Role::client, u"Bed 7"_s) << u"rsa:2048"_s << QStringList();
        QTest::newRow("nameless server") << spec_for(Role::server, u"Bed 7"_s) << u"ec:p256"_s << QStringList { u"no-alt-name"_s };
        CertificateSpec spec = spec_for(Role::server);
        spec.validity = Validity::days(4000);
        QTest::newRow("outlives its CA") << spec << u"ec:p256"_s << QStringList { u"outlives-ca"_s };
        QTest::newRow("RSA-1024") << spec_for(Role::server) << u"rsa:1024"_s << QStringList { u"rejected-today"_s };
        QTest::newRow("RSA-512") << spec_for(Role::server) << u"rsa:512"_s << QStringList { u"rejected-today"_s };
        spec = spec_for(Role::server);
        spec.digest = Digest::sha1;
        QTest::newRow("SHA-1") << spec << u"ec:p256"_s << QStringList { u"rejected-today"_s };
        spec = spec_for(Role::server);
        spec.version_1 = true;
        QTest::newRow("version 1") << spec << u"ec:p256"_s << QStringList { u"rejected-today"_s };
    }
    void says_what_will_not_do()
    {
        QFETCH(const CertificateSpec, spec);
        QFETCH(const QString, key_spec);
        QFETCH(const QStringList, expected);
        const Identity root = ca(u"ec:p256"_s);
        const auto made = issue(spec, key(key_spec, 2), root.certificate(), root.key());
        QVERIFY2(made, made ? "" : qPrintable(made.error().sentence()));
        const QList<Finding> findings = issue_findings(*made, root.certificate());
        QCOMPARE(codes(findings), expected);
        for (const Finding &finding : findings) {
            QCOMPARE(finding.place, u"certificate:"_s + made->id());
            QVERIFY(!finding.message.isEmpty() && !finding.fix.isEmpty());
        }
        const QList<Finding> later = issue_findings(*made, root.certificate(), QDateTime::currentDateTimeUtc().addDays(3651));
        QVERIFY(codes(later).contains(u"ca-expired"_s));
    }
};

QTEST_GUILESS_MAIN(MakingTest)
#include "tst_pki_making.moc"
