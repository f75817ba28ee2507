// SPDX-License-Identifier: Apache-2.0
// What exports say to other programs: the openssl program reads them, and their protection is as promised.
#include <QTest>

#include "core/pki/credential_blob.h"
#include "core/pki/export.h"
#include "core/pki/openssl.h"
#include "tests/pki/support.h"

#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <openssl/x509.h>

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;

namespace {

constexpr auto password = "p\xc3\xa4ss word";

// What PBES2 parameters say.
struct Scheme {
    int cipher = NID_undef;
    int prf = NID_undef;
    long rounds = 0;
    int salt = 0;

    bool operator==(const Scheme &) const = default;
};

Scheme scheme_of(const X509_ALGOR *algorithm)
{
    const ASN1_OBJECT *object = nullptr;
    const void *value = nullptr;
    int type = 0;
    X509_ALGOR_get0(&object, &type, &value, algorithm);
    if (OBJ_obj2nid(object) != NID_pbes2)
        return {};
    const Owned<PBE2PARAM, PBE2PARAM_free> parameters(
        static_cast<PBE2PARAM *>(ASN1_item_unpack(static_cast<const ASN1_STRING *>(value), ASN1_ITEM_rptr(PBE2PARAM))));
    X509_ALGOR_get0(&object, &type, &value, parameters->keyfunc);
    if (OBJ_obj2nid(object) != NID_id_pbkdf2)
        return {};
    const Owned<PBKDF2PARAM, PBKDF2PARAM_free> derivation(
        static_cast<PBKDF2PARAM *>(ASN1_item_unpack(static_cast<const ASN1_STRING *>(value), ASN1_ITEM_rptr(PBKDF2PARAM))));
    return { OBJ_obj2nid(parameters->encryption->algorithm), OBJ_obj2nid(derivation->prf->algorithm), ASN1_INTEGER_get(derivation->iter),
        ASN1_STRING_length(derivation->salt->value.octet_string) };
}

const Scheme wanted { NID_aes_256_cbc, NID_hmacWithSHA256, 600'000, 16 };

ExportContent content_of(const Identity &authority, const Identity &identity)
{
    return { { identity.certificate(), authority.certificate() }, identity.key(), {}, {} };
}

Result<Exported> made(const ExportContent &content, ExportFormat format, bool legacy = false)
{
    static const SecureBytes secret_password = secret(password);
    ExportOptions options;
    options.format = format;
    options.legacy = legacy;
    options.with_root = format == ExportFormat::pkcs12;
    if (info_of(format).protection == KeyProtectionKind::password)
        options.password = &secret_password;
    return export_credentials(content, options);
}

} // namespace

class ExportTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void openssl_reads_it_data()
    {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<ExportFormat>("format");
        QTest::addColumn<QString>("command"); // prints the certificate's subject or the key as PKCS#8
        const auto row
            = [](const char *name, const QString &spec, ExportFormat format, const QString &command) { QTest::newRow(name) << spec << format << command; };
        const QString locked = u" -passin file:pw"_s;
        row("pem", u"rsa:2048"_s, ExportFormat::pem, u"x509 -in it -noout -subject"_s);
        row("der", u"rsa:2048"_s, ExportFormat::der, u"x509 -inform DER -in it -noout -subject"_s);
        row("fullchain", u"ec:p256"_s, ExportFormat::fullchain, u"x509 -in it -noout -subject"_s);
        row("pkcs7", u"ec:p256"_s, ExportFormat::pkcs7, u"pkcs7 -in it -print_certs -noout"_s);
        row("pkcs7 der", u"ec:p256"_s, ExportFormat::pkcs7_der, u"pkcs7 -inform DER -in it -print_certs -noout"_s);
        row("pkcs12", u"rsa:2048"_s, ExportFormat::pkcs12, u"pkcs12 -in it -nodes"_s + locked);
        row("pkcs12, certificates", u"ec:p384"_s, ExportFormat::pkcs12, u"pkcs12 -in it -nokeys"_s + locked);
        row("pkcs8", u"rsa:1024"_s, ExportFormat::pkcs8, u"pkcs8 -in it"_s + locked);
        row("pkcs8 der", u"ec:p384"_s, ExportFormat::pkcs8_der, u"pkcs8 -inform DER -in it"_s + locked);
        row("pkcs8 plain", u"ec:p256"_s, ExportFormat::pkcs8_plain, u"pkey -in it"_s);
        row("pkcs8 plain der", u"ec:p256"_s, ExportFormat::pkcs8_plain_der, u"pkcs8 -inform DER -nocrypt -in it"_s);
        row("pkcs1", u"rsa:2048"_s, ExportFormat::traditional, u"rsa -in it"_s);
        row("pkcs1 der", u"rsa:2048"_s, ExportFormat::traditional_der, u"rsa -inform DER -in it"_s);
        row("sec1", u"ec:p384"_s, ExportFormat::traditional, u"pkey -in it"_s);
        row("sec1 der", u"ec:p256"_s, ExportFormat::traditional_der, u"pkey -inform DER -in it"_s);
        row("bundle", u"rsa:2048"_s, ExportFormat::bundle, u"pkey -in it"_s);
    }
    void openssl_reads_it()
    {
        QFETCH(const QString, spec);
        QFETCH(const ExportFormat, format);
        QFETCH(const QString, command);
        const Identity authority = ca(u"ec:p256"_s);
        const Identity identity = leaf(authority, spec, Role::client, u"pump.local"_s);
        ExportContent content = content_of(authority, identity);
        if (format == ExportFormat::der)
            content.certificates.removeLast();
        const auto exported = made(content, format);
        QVERIFY(exported);
        const QTemporaryDir folder;
        static_cast<void>(write(folder, u"it"_s, exported->bytes.view()));
        static_cast<void>(write(folder, u"pw"_s, QByteArray(password)));
        const Run run = openssl(command.split(u' '), folder.path());
        QVERIFY2(run.status == 0, run.err.constData());
        const auto key = identity.key().to_pkcs8_pem();
        const bool has_key = run.out.contains(QByteArray(key->chars(), qsizetype(key->size())));
        const bool has_name = run.out.contains("pump.local");
        QVERIFY2(exported->secret && !command.contains(u"-nokeys") ? has_key : has_name, run.out.constData());
    }

    void keys_are_protected_as_promised_data()
    {
        QTest::addColumn<ExportFormat>("format");
        QTest::newRow("pkcs8") << ExportFormat::pkcs8;
        QTest::newRow("pkcs8-der") << ExportFormat::pkcs8_der;
    }
    void keys_are_protected_as_promised()
    {
        QFETCH(const ExportFormat, format);
        const Identity authority = ca(u"ec:p256"_s);
        const auto exported = made(content_of(authority, leaf(authority, u"rsa:1024"_s, Role::client)), format);
        QVERIFY(exported);
        const Bio bio = reading(exported->bytes.view());
        const EncryptedPkcs8 encrypted(
            format == ExportFormat::pkcs8 ? PEM_read_bio_PKCS8(bio.get(), nullptr, nullptr, nullptr) : d2i_PKCS8_bio(bio.get(), nullptr));
        QVERIFY(encrypted);
        const X509_ALGOR *algorithm = nullptr;
        X509_SIG_get0(encrypted.get(), &algorithm, nullptr);
        QVERIFY(scheme_of(algorithm) == wanted);
    }

    void pkcs12_is_protected_as_promised()
    {
        const Identity authority = ca(u"ec:p256"_s);
        const auto exported = made(content_of(authority, leaf(authority, u"ec:p256"_s, Role::client)), ExportFormat::pkcs12);
        QVERIFY(exported);
        const Bio bio = reading(exported->bytes.view());
        const Pkcs12 file(d2i_PKCS12_bio(bio.get(), nullptr));
        QVERIFY(file);
        const X509_ALGOR *mac = nullptr;
        const ASN1_INTEGER *rounds = nullptr;
        const ASN1_OCTET_STRING *salt = nullptr;
        PKCS12_get0_mac(nullptr, &mac, &salt, &rounds, file.get());
        QCOMPARE(OBJ_obj2nid(mac->algorithm), NID_sha256);
        QCOMPARE(ASN1_INTEGER_get(rounds), 600'000L);
        QCOMPARE(ASN1_STRING_length(salt), 16);
        const SafeStack safes(PKCS12_unpack_authsafes(file.get()));
        QCOMPARE(sk_PKCS7_num(safes.get()), 2);
        int protected_parts = 0;
        for (int i = 0; i < 2; ++i) {
            PKCS7 *safe = sk_PKCS7_value(safes.get(), i);
            if (PKCS7_type_is_encrypted(safe)) {
                QVERIFY(scheme_of(safe->d.encrypted->enc_data->algorithm) == wanted);
                ++protected_parts;
                continue;
            }
            const BagStack bags(PKCS12_unpack_p7data(safe));
            for (int bag = 0; bag < sk_PKCS12_SAFEBAG_num(bags.get()); ++bag) {
                const PKCS12_SAFEBAG *one = sk_PKCS12_SAFEBAG_value(bags.get(), bag);
                QCOMPARE(PKCS12_SAFEBAG_get_nid(one), NID_pkcs8ShroudedKeyBag);
                const X509_ALGOR *algorithm = nullptr;
                X509_SIG_get0(PKCS12_SAFEBAG_get0_pkcs8(one), &algorithm, nullptr);
                QVERIFY(scheme_of(algorithm) == wanted);
                ++protected_parts;
            }
        }
        QCOMPARE(protected_parts, 2);
    }

    void old_programs_get_what_they_read()
    {
        const Identity authority = ca(u"rsa:2048"_s);
        const auto exported = made(content_of(authority, leaf(authority, u"rsa:2048"_s, Role::client)), ExportFormat::pkcs12, true);
        QVERIFY(exported);
        QCOMPARE(codes(exported->findings), QStringList { u"export-legacy"_s });
        const QTemporaryDir folder;
        static_cast<void>(write(folder, u"it"_s, exported->bytes.view()));
        static_cast<void>(write(folder, u"pw"_s, QByteArray(password)));
        const Run run = openssl(u"pkcs12 -in it -info -noout -passin file:pw"_s.split(u' '), folder.path());
        QVERIFY2(run.status == 0, run.err.constData());
        QVERIFY2(run.err.contains("MAC: sha1") && run.err.contains("pbeWithSHA1And3-KeyTripleDES-CBC"), run.err.constData());
    }

    void what_does_not_fit_is_refused_data()
    {
        QTest::addColumn<ExportFormat>("format");
        QTest::addColumn<QString>("content"); // c(ertificate), k(ey), o(ther's key), r(oot)
        QTest::addColumn<QString>("code");
        QTest::newRow("nothing") << ExportFormat::pem << QString() << u"export-nothing"_s;
        QTest::newRow("key as pem") << ExportFormat::pem << u"k"_s << u"export-nothing"_s;
        QTest::newRow("no key") << ExportFormat::pkcs8_plain << u"c"_s << u"export-nothing"_s;
        QTest::newRow("two as der") << ExportFormat::der << u"cr"_s << u"export-several"_s;
        QTest::newRow("another's key") << ExportFormat::pkcs12 << u"co"_s << u"key-mismatch"_s;
        QTest::newRow("bundle of another's key") << ExportFormat::bundle << u"co"_s << u"key-mismatch"_s;
        QTest::newRow("leaf as CA blob") << ExportFormat::ca_blob << u"c"_s << u"not-a-ca"_s;
        QTest::newRow("no chain") << ExportFormat::chain << u"cr"_s << u"export-nothing"_s;
    }
    void what_does_not_fit_is_refused()
    {
        QFETCH(const ExportFormat, format);
        QFETCH(const QString, content);
        QFETCH(const QString, code);
        const Identity authority = ca(u"ec:p256"_s);
        const Identity identity = leaf(authority, u"ec:p256"_s, Role::client);
        ExportContent asked;
        for (const QChar what : content) {
            if (what == u'c')
                asked.certificates << identity.certificate();
            if (what == u'r')
                asked.certificates << authority.certificate();
            if (what == u'k')
                asked.key = identity.key();
            if (what == u'o')
                asked.key = authority.key();
        }
        const auto exported = made(asked, format);
        QVERIFY(!exported);
        QCOMPARE(exported.error().code, code);
        QVERIFY(!exported.error().fix.isEmpty());
    }

    void passwords_that_are_none()
    {
        const Identity authority = ca(u"ec:p256"_s);
        const ExportContent content = content_of(authority, leaf(authority, u"ec:p256"_s, Role::client));
        const SecureBytes empty;
        const SecureBytes nul = secret(QByteArray("a\0b", 3));
        for (const ExportFormat format : { ExportFormat::pkcs12, ExportFormat::pkcs8, ExportFormat::pkcs8_der }) {
            ExportOptions options;
            options.format = format;
            QCOMPARE(export_credentials(content, options).error().code, u"password-needed"_s);
            options.password = &empty;
            QCOMPARE(export_credentials(content, options).error().code, u"password-empty"_s);
        }
        ExportOptions options;
        options.format = ExportFormat::pkcs12;
        options.password = &nul;
        QCOMPARE(export_credentials(content, options).error().code, u"password-nul"_s);
    }
};

QTEST_GUILESS_MAIN(ExportTest)
#include "tst_pki_export.moc"
