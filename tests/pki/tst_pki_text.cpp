// SPDX-License-Identifier: Apache-2.0
// What a certificate says: in words, as openssl prints it, as ASN.1, and against another one.
#include <QTest>

#include "core/pki/asn1_dump.h"
#include "core/pki/certificate_diff.h"
#include "core/pki/certificate_text.h"
#include "core/pki/request_text.h"
#include "tests/pki/support.h"

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;

namespace {

QString value_of(const QList<TextSection> &sections, const QString &section, const QString &field)
{
    for (const TextSection &each : sections) {
        for (const TextField &candidate : each.fields) {
            if (each.section == section && candidate.field == field)
                return candidate.value;
        }
    }
    return u"(none)"_s;
}

Certificate server_of(const Identity &ca)
{
    return leaf(ca, u"ec:p256"_s, Role::server, u"192.168.4.1"_s).certificate();
}

} // namespace

class TextTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_certificate_in_words()
    {
        const Identity authority = ca(u"rsa:2048"_s, u"Farm CA"_s);
        const Certificate server = server_of(authority);
        const QList<TextSection> text = certificate_text(server);
        QCOMPARE(value_of(text, u"Subject"_s, u"Common name"_s), u"192.168.4.1"_s);
        QCOMPARE(value_of(text, u"Issuer"_s, u"Common name"_s), u"Farm CA"_s);
        QCOMPARE(value_of(text, u"Certificate"_s, u"Version"_s), u"3"_s);
        QCOMPARE(value_of(text, u"Public key"_s, u"Kind"_s), u"P-256"_s);
        QCOMPARE(value_of(text, u"Extensions"_s, u"Basic constraints (critical)"_s), u"No CA: may not sign certificates"_s);
        QCOMPARE(value_of(text, u"Extensions"_s, u"Extended key usage"_s), u"TLS server (serverAuth)"_s);
        QCOMPARE(value_of(text, u"Extensions"_s, u"Alternative names"_s), u"IP:192.168.4.1"_s);
        QCOMPARE(value_of(text, u"Signature"_s, u"Algorithm"_s), u"sha256WithRSAEncryption"_s);
        QCOMPARE(value_of(text, u"Fingerprints"_s, u"SHA-256"_s), fingerprint_text(server.fingerprint()));
        const QList<TextSection> root = certificate_text(authority.certificate());
        QVERIFY(value_of(root, u"Extensions"_s, u"Basic constraints (critical)"_s).startsWith(u"CA: may sign"));
        QVERIFY(value_of(root, u"Extensions"_s, u"Key usage (critical)"_s).contains(u"keyCertSign"));
        QCOMPARE(value_of(root, u"Public key"_s, u"Exponent"_s), u"65537"_s);
        QVERIFY(to_plain_text(root).startsWith(u"Subject\n  Common name"));
    }

    void prints_as_openssl_prints_data()
    {
        QTest::addColumn<QString>("file");
        for (const char *name : { "client/client.crt", "server/ca.crt", "caonly/ca.crt" })
            QTest::newRow(name) << u"sdk-tools/"_s + QString::fromLatin1(name);
    }
    void prints_as_openssl_prints()
    {
        QFETCH(const QString, file);
        const QByteArray pem = data(file);
        const Certificate certificate = read_certificates(bytes(pem), file)->first();
        const QTemporaryDir folder;
        QCOMPARE(certificate_dump(certificate).toUtf8(), openssl({ u"x509"_s, u"-text"_s, u"-noout"_s }, folder.path(), pem).out);
        QCOMPARE(asn1_dump(bytes(certificate.der())).toUtf8(),
            openssl({ u"asn1parse"_s, u"-i"_s, u"-dump"_s, u"-inform"_s, u"DER"_s }, folder.path(), certificate.der()).out);
    }

    void requests_and_lists_print_as_openssl_prints()
    {
        const QTemporaryDir folder;
        const QByteArray request = data(u"credentials/leaf.csr"_s);
        const CertificateRequest asked = read_requests(bytes(request), u"it"_s)->first();
        QCOMPARE(request_dump(asked).toUtf8(), openssl({ u"req"_s, u"-text"_s, u"-noout"_s }, folder.path(), request).out);
        QCOMPARE(value_of(request_text(asked), u"Requested extensions"_s, u"Alternative names"_s), u"DNS:esp.local, IP:192.168.4.1"_s);
        const QByteArray list = data(u"credentials/ca.crl"_s);
        const Crl crl = read_crls(bytes(list), u"it"_s)->first();
        QCOMPARE(crl_dump(crl).toUtf8(), openssl({ u"crl"_s, u"-text"_s, u"-noout"_s }, folder.path(), list).out);
        QCOMPARE(value_of(crl_text(crl), u"Revoked"_s, u"Count"_s), u"1"_s);
        // The same key, three times: how one sees that they belong together.
        const QString field = u"SHA-256 of the key"_s;
        const Certificate certificate = read_certificates(bytes(data(u"credentials/leaf.pem"_s)), u"it"_s)->first();
        const PrivateKey own = read_private_key(bytes(data(u"credentials/leaf.key"_s)), u"it"_s).value();
        QCOMPARE(value_of(request_text(asked), u"Public key"_s, field), value_of(certificate_text(certificate), u"Public key"_s, field));
        QCOMPARE(value_of(key_text(own), u"Private key"_s, field), value_of(certificate_text(certificate), u"Public key"_s, field));
    }

    void structure_covers_every_byte()
    {
        const QByteArray der = server_of(ca(u"ec:p256"_s)).der();
        const auto lines = asn1_structure(bytes(der));
        QVERIFY(lines);
        QCOMPARE(lines->first().tag, u"SEQUENCE"_s);
        QCOMPARE(qsizetype(lines->first().header + lines->first().length), der.size());
        // Each line begins where the one before has its content (parent) or its end (sibling, or up).
        for (qsizetype i = 1; i < lines->size(); ++i) {
            const Asn1Line &before = (*lines)[i - 1];
            const Asn1Line &line = (*lines)[i];
            if (line.depth > before.depth)
                QVERIFY(line.offset - (before.offset + before.header) <= 1); // a BIT STRING's count of unused bits
            else
                QCOMPARE(line.offset, before.offset + before.header + before.length);
        }
        QVERIFY(std::ranges::contains(*lines, u"commonName (2.5.4.3)"_s, &Asn1Line::value));
        QVERIFY(std::ranges::contains(*lines, u"192.168.4.1"_s, &Asn1Line::value));
        QVERIFY(std::ranges::any_of(*lines, [](const Asn1Line &line) { return line.encapsulated && line.tag == u"SEQUENCE"; }));
    }

    void hostile_structures_end_at_once_data()
    {
        QTest::addColumn<QByteArray>("der");
        QTest::addColumn<bool>("reads");
        QByteArray nested;
        for (int i = 0; i < 4000; ++i) { // OCTET STRINGs in each other, as deep as lengths of three bytes allow
            const auto size = nested.size();
            nested.prepend(QByteArray::fromHex("0483") + char(size >> 16) + char(size >> 8) + char(size));
        }
        QTest::newRow("nothing") << QByteArray() << false;
        QTest::newRow("cut") << QByteArray::fromHex("3003020101").first(4) << false;
        QTest::newRow("indefinite") << QByteArray::fromHex("30800000") << false;
        QTest::newRow("nested octet strings") << nested << true;
        QTest::newRow("nested sequences") << QByteArray::fromHex("3080").repeated(2000) << false;
        QTest::newRow("no DER inside") << QByteArray::fromHex("04033002ff") << true;
    }
    void hostile_structures_end_at_once()
    {
        QFETCH(const QByteArray, der);
        QFETCH(const bool, reads);
        const auto lines = asn1_structure(bytes(der));
        QCOMPARE(bool(lines), reads);
        QVERIFY(lines || exit_status(lines.error()) == 3);
        static_cast<void>(asn1_dump(bytes(der)));
    }

    void differences_field_by_field()
    {
        const Identity authority = ca(u"ec:p256"_s);
        const Certificate left = server_of(authority);
        const Certificate right = leaf(authority, u"ec:p256"_s, Role::client, u"pump"_s).certificate();
        QStringList different;
        for (const FieldPair &pair : compare(left, right)) {
            if (pair.differs())
                different << pair.section + u'/' + pair.field;
        }
        for (const QString &field : { u"Subject/Common name"_s, u"Certificate/Serial"_s, u"Extensions/Extended key usage"_s, u"Extensions/Alternative names"_s,
                 u"Fingerprints/SHA-256"_s })
            QVERIFY2(different.contains(field), qPrintable(field));
        QVERIFY(!different.contains(u"Issuer/Common name"_s) && !different.contains(u"Public key/Point"_s));
        for (const FieldPair &pair : compare(left, left))
            QVERIFY2(!pair.differs(), qPrintable(pair.field));
    }
};

QTEST_GUILESS_MAIN(TextTest)
#include "tst_pki_text.moc"
