// SPDX-License-Identifier: Apache-2.0
// Files recognised by what is in them: PEM, DER, PKCS#12, blobs, C headers, and things that are none of them.
#include <QTest>

#include "core/pki/c_header.h"
#include "core/pki/credential_blob.h"
#include "core/pki/credential_file.h"
#include "core/pki/openssl.h"
#include "tests/pki/support.h"

#include <algorithm>

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;

namespace {

// As Notepad saves "Unicode".
QByteArray utf16(const QByteArray &text)
{
    QByteArray wide("\xff\xfe", 2);
    for (const char c : text)
        wide += QByteArray(1, c) + '\0';
    return wide;
}

} // namespace

class FilesTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void recognises_by_content_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<CredentialFormat>("format");
        QTest::addColumn<int>("certificates");
        QTest::addColumn<int>("keys");
        const auto row = [](const char *name, const QByteArray &content, CredentialFormat format, int certificates, int keys) {
            QTest::newRow(name) << content << format << certificates << keys;
        };
        const QByteArray certificate = data(u"sdk-tools/client/client.crt"_s);
        const QByteArray key = data(u"sdk-tools/client/client.key"_s);
        const QByteArray der = read_certificates(bytes(certificate), u"c"_s)->first().der();
        const QByteArray header = data(u"sdk-tools/client/expected/include/cert.h"_s);
        row("pem", certificate, CredentialFormat::pem, 1, 0);
        row("pem, certificate and key", certificate + key, CredentialFormat::pem, 1, 1);
        row("pem with other blocks and text", "Bag Attributes\r\n" + certificate + "-----BEGIN DH PARAMETERS-----\nMAA=\n-----END DH PARAMETERS-----\ntail",
            CredentialFormat::pem, 1, 0);
        row("pem with CRLF", QByteArray(certificate).replace("\n", "\r\n"), CredentialFormat::pem, 1, 0);
        row("pem with a byte order mark", "\xef\xbb\xbf" + certificate, CredentialFormat::pem, 1, 0);
        row("pem with an old label", QByteArray(certificate).replace(" CERTIFICATE", " X509 CERTIFICATE"), CredentialFormat::pem, 1, 0);
        row("pem in UTF-16", utf16(certificate + key), CredentialFormat::pem, 1, 1);
        row("pem from flash", certificate + QByteArray(3000, '\xff'), CredentialFormat::pem, 1, 0);
        row("der from flash", der + QByteArray(3000, '\xff'), CredentialFormat::der, 1, 0);
        row("pem in a web page", "<html><pre>\n" + certificate + "</pre></html>", CredentialFormat::pem, 1, 0);
        row("pkcs7", data(u"credentials/chain.p7b"_s), CredentialFormat::pkcs7, 2, 0);
        row("pkcs7 pem", data(u"credentials/chain.p7"_s), CredentialFormat::pem, 2, 0);
        row("plain pkcs12", data(u"credentials/plain.p12"_s), CredentialFormat::pkcs12, 1, 1);
        row("sec1", data(u"credentials/leaf.key"_s), CredentialFormat::pem, 0, 1);
        row("pkcs8 der", data(u"credentials/leaf.pk8.der"_s), CredentialFormat::der, 0, 1);
        row("der", der, CredentialFormat::der, 1, 0);
        row("der twice", der + der, CredentialFormat::der, 2, 0);
        row("CA blob", data(u"sdk-tools/client/expected/bin/esp_ca_cert.bin"_s), CredentialFormat::blob, 1, 0);
        row("identity blob", data(u"sdk-tools/client/expected/bin/esp_cert_private_key.bin"_s), CredentialFormat::blob, 1, 1);
        row("blob from flash", data(u"sdk-tools/client/expected/bin/esp_ca_cert.bin"_s) + QByteArray(4096, '\xff'), CredentialFormat::blob, 1, 0);
        row("cert.h", header, CredentialFormat::c_header, 1, 0);
        row("private_key.h", data(u"sdk-tools/client/expected/include/private_key.h"_s), CredentialFormat::c_header, 0, 1);
        row("both headers", "/* { */ // {\nint f() { return 1; }\n" + header + data(u"sdk-tools/client/expected/include/private_key.h"_s),
            CredentialFormat::c_header, 1, 1);
    }
    void recognises_by_content()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const CredentialFormat, format);
        QFETCH(const int, certificates);
        QFETCH(const int, keys);
        const auto read = read_credentials(bytes(content), u"it"_s);
        QVERIFY2(read, qPrintable(read ? QString() : read.error().sentence() + read.error().detail));
        QCOMPARE(read->format, format);
        QCOMPARE(read->certificates.size(), certificates);
        QCOMPARE(read->keys.size(), keys);
        if (certificates > 0 && keys > 0)
            QVERIFY(read->certificates.first().matches(read->keys.first()));
    }

    // Found by fuzzing: in DER, the beginning of PEM is a matter of chance.
    void der_that_holds_the_mark_of_pem_is_der()
    {
        const auto file = read_credentials(bytes(data(u"credentials/pem-mark-in-signature.p7b"_s)), u"it"_s);
        QVERIFY2(file, qPrintable(file ? QString() : file.error().sentence()));
        QVERIFY(std::ranges::any_of(file->certificates, [](const Certificate &certificate) { return certificate.der().contains("-----BEGIN"); }));
        for (const Certificate &certificate : file->certificates) {
            const auto again = read_certificates(bytes(certificate.der()), u"again"_s);
            QVERIFY2(again, qPrintable(again ? QString() : again.error().sentence()));
            QCOMPARE(*again, QList { certificate });
        }
    }

    void reads_requests_and_lists_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("requests");
        QTest::addColumn<int>("crls");
        QTest::newRow("request") << u"leaf.csr"_s << 1 << 0;
        QTest::newRow("request, der") << u"leaf.csr.der"_s << 1 << 0;
        QTest::newRow("list") << u"ca.crl"_s << 0 << 1;
        QTest::newRow("list in pkcs7") << u"chain.p7b"_s << 0 << 1;
        QTest::newRow("list in pkcs7 pem") << u"chain.p7"_s << 0 << 1;
    }
    void reads_requests_and_lists()
    {
        QFETCH(const QString, file);
        QFETCH(const int, requests);
        QFETCH(const int, crls);
        const auto read = read_credentials(bytes(data(u"credentials/"_s + file)), file);
        QVERIFY2(read, qPrintable(read ? QString() : read.error().message));
        QCOMPARE(read->requests.size(), requests);
        QCOMPARE(read->crls.size(), crls);
        if (requests > 0)
            QVERIFY(read->requests.first().verifies() && read->requests.first().common_name() == u"esp.local");
        if (crls > 0)
            QCOMPARE(read->crls.first().entries().size(), 1);
    }

    void reads_a_trusted_certificate()
    {
        const QTemporaryDir folder;
        const Run made = openssl({ u"x509"_s, u"-in"_s, data_path(u"credentials/leaf.pem"_s), u"-trustout"_s, u"-addtrust"_s, u"serverAuth"_s }, folder.path());
        QVERIFY2(made.out.contains("TRUSTED CERTIFICATE"), made.out.constData());
        const auto read = read_credentials(bytes(made.out), u"it"_s);
        QCOMPARE(read->certificates, read_certificates(bytes(data(u"credentials/leaf.pem"_s)), u"leaf"_s).value());
    }

    // What old programs wrote, which OpenSSL opens only with its legacy provider.
    void reads_what_is_obsolete_data()
    {
        QTest::addColumn<QString>("command");
        QTest::newRow("DES in PEM") << u"rsa -in %1 -traditional -des -provider legacy -provider default -passout pass:pw -out it"_s;
        QTest::newRow("MD5 and DES in PKCS#8") << u"pkcs8 -topk8 -in %1 -v1 PBE-MD5-DES -provider legacy -provider default -passout pass:pw -out it"_s;
        QTest::newRow("RC2-64 in PKCS#8")
            << u"pkcs8 -topk8 -in %1 -v1 PBE-SHA1-RC2-64 -outform DER -provider legacy -provider default -passout pass:pw -out it"_s;
        QTest::newRow("RC4-40 in PKCS#8") << u"pkcs8 -topk8 -in %1 -v1 PBE-SHA1-RC4-40 -provider legacy -provider default -passout pass:pw -out it"_s;
    }
    void reads_what_is_obsolete()
    {
        QFETCH(const QString, command);
        const QTemporaryDir folder;
        const Run made = openssl(command.arg(data_path(u"sdk-tools/client/client.key"_s)).split(u' '), folder.path());
        QVERIFY2(made.status == 0, made.err.constData());
        QFile::setPermissions(folder.filePath(u"it"_s), QFileDevice::ReadOwner);
        const auto read = read_credential_file(folder.filePath(u"it"_s), answer("pw"));
        QVERIFY2(read, qPrintable(read ? QString() : read.error().sentence() + read.error().detail));
        QVERIFY(read->keys.first() == read_private_key(bytes(data(u"sdk-tools/client/client.key"_s)), u"key"_s).value());
        QCOMPARE(codes(read->findings), QStringList { u"encryption-obsolete"_s });
        QCOMPARE(read_credential_file(folder.filePath(u"it"_s), answer("no")).error().code, u"wrong-password"_s);
        // The rest of the program does not get those algorithms.
        QVERIFY(!EVP_CIPHER_fetch(nullptr, "DES-CBC", nullptr));
    }

    void reads_several_keys_of_a_pkcs12()
    {
        // As Java writes its key stores: two keys with their certificates in one file.
        const Identity authority = ca(u"ec:p256"_s);
        const Owned<STACK_OF(PKCS12_SAFEBAG), free_bags> bags(sk_PKCS12_SAFEBAG_new_null());
        const QList<Identity> identities { leaf(authority, u"ec:p256"_s, Role::client), authority };
        for (const Identity &identity : identities) {
            const PlainPkcs8 plain(EVP_PKEY2PKCS8(identity.key().native()));
            sk_PKCS12_SAFEBAG_push(bags.get(), PKCS12_SAFEBAG_create_pkcs8_encrypt(NID_aes_256_cbc, "pw", -1, nullptr, 8, 100, plain.get()));
            sk_PKCS12_SAFEBAG_push(bags.get(), PKCS12_SAFEBAG_create_cert(identity.certificate().native()));
        }
        const Owned<STACK_OF(PKCS7), free_safes> safes(sk_PKCS7_new_null());
        sk_PKCS7_push(safes.get(), PKCS12_pack_p7data(bags.get()));
        const Pkcs12 file(PKCS12_add_safes(safes.get(), 0));
        QVERIFY(file && PKCS12_set_mac(file.get(), "pw", -1, nullptr, 8, 100, EVP_sha256()) == 1);
        const Bio memory(BIO_new(BIO_s_mem()));
        QVERIFY(i2d_PKCS12_bio(memory.get(), file.get()) == 1);
        const auto read = read_credentials(content(memory), u"it"_s, answer("pw"));
        QVERIFY2(read, qPrintable(read ? QString() : read.error().detail));
        QCOMPARE(read->keys.size(), 2);
        QCOMPARE(read->certificates.size(), 2);
        QVERIFY(!read->has_plain_keys);
    }

    void reads_pkcs12_data()
    {
        QTest::addColumn<QString>("options");
        QTest::addColumn<QByteArray>("password");
        QTest::addColumn<QString>("code"); // empty: reads
        QTest::newRow("modern") << u"-passout pass:secret"_s << QByteArray("secret") << QString();
        QTest::newRow("3DES") << u"-passout pass:secret -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1"_s << QByteArray("secret") << QString();
        QTest::newRow("empty password") << u"-passout pass:"_s << QByteArray() << QString();
        QTest::newRow("plain contents") << u"-passout pass:secret -keypbe NONE -certpbe NONE"_s << QByteArray("secret") << QString();
        QTest::newRow("without MAC") << u"-passout pass:secret -nomac"_s << QByteArray("secret") << QString();
        QTest::newRow("wrong password") << u"-passout pass:secret"_s << QByteArray("wrong") << u"wrong-password"_s;
        QTest::newRow("wrong password, without MAC") << u"-passout pass:secret -nomac"_s << QByteArray("wrong") << u"wrong-password"_s;
        QTest::newRow("RC2-40") << u"-legacy -certpbe PBE-SHA1-RC2-40 -passout pass:secret"_s << QByteArray("secret") << QString();
        QTest::newRow("RC2-40, wrong password") << u"-legacy -certpbe PBE-SHA1-RC2-40 -passout pass:secret -nomac"_s << QByteArray("wrong")
                                                << u"wrong-password"_s;
        QTest::newRow("nobody to ask") << u"-passout pass:secret"_s << QByteArray() << u"password-needed"_s;
    }
    void reads_pkcs12()
    {
        QFETCH(const QString, options);
        QFETCH(const QByteArray, password);
        QFETCH(const QString, code);
        const QString source = data_path(u"sdk-tools/client/"_s);
        const QTemporaryDir folder;
        const Run made = openssl(QStringList { u"pkcs12"_s, u"-export"_s, u"-inkey"_s, source + u"client.key"_s, u"-in"_s, source + u"client.crt"_s,
                                     u"-certfile"_s, source + u"ca.crt"_s, u"-out"_s, u"it.p12"_s }
                + options.split(u' '),
            folder.path());
        QVERIFY2(made.status == 0, made.err.constData());
        const auto read = read_credential_file(folder.filePath(u"it.p12"_s), password.isNull() ? PasswordPrompt() : answer(password));
        QCOMPARE(read ? QString() : read.error().code, code);
        if (!read)
            return;
        QCOMPARE(read->format, CredentialFormat::pkcs12);
        QCOMPARE(codes(read->findings), options.contains(u"-legacy") ? QStringList { u"encryption-obsolete"_s } : QStringList());
        QCOMPARE(read->certificates.size(), 2);
        QCOMPARE(read->keys.size(), 1);
        QVERIFY(read->certificates.first().matches(read->keys.first()));
    }

    void asks_once_for_a_pkcs12()
    {
        const QString source = data_path(u"sdk-tools/client/"_s);
        const QTemporaryDir folder;
        QCOMPARE(openssl({ u"pkcs12"_s, u"-export"_s, u"-inkey"_s, source + u"client.key"_s, u"-in"_s, source + u"client.crt"_s, u"-out"_s, u"it.p12"_s,
                             u"-passout"_s, u"pass:x"_s },
                     folder.path())
                     .status,
            0);
        QStringList asked;
        const auto read = read_credential_file(folder.filePath(u"it.p12"_s), [&](const QString &what) {
            asked << what;
            return std::optional(secret("x"));
        });
        QVERIFY(read);
        QCOMPARE(asked, QStringList { u"it.p12"_s });
    }

    void refuses_the_rest_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("code");
        const QByteArray blob = data(u"sdk-tools/client/expected/bin/esp_cert_private_key.bin"_s);
        const QByteArray header = data(u"sdk-tools/client/expected/include/cert.h"_s);
        const QByteArray pem = data(u"sdk-tools/client/client.crt"_s);
        QTest::newRow("nothing") << QByteArray() << u"blob-erased"_s;
        QTest::newRow("erased flash") << QByteArray(4096, '\xff') << u"blob-erased"_s;
        QTest::newRow("zeros") << QByteArray(4096, '\0') << u"unknown-format"_s;
        QTest::newRow("text") << QByteArray("Dear Sir or Madam, here are the certificates that you wanted.") << u"unknown-format"_s;
        QTest::newRow("a picture") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) << u"unknown-format"_s;
        QTest::newRow("sequence of nothing") << QByteArray("\x30\x82\xff\xff", 4) << u"certificate-damaged"_s;
        QTest::newRow("indefinite length") << QByteArray("\x30\x80").repeated(20000) << u"certificate-damaged"_s;
        QTest::newRow("cut PEM") << pem.first(pem.size() / 2) << u"pem-damaged"_s;
        QTest::newRow("PEM of garbage") << QByteArray("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n") << u"certificate-damaged"_s;
        QTest::newRow("PEM key of garbage") << QByteArray("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n") << u"key-damaged"_s;
        QTest::newRow("only a PEM marker") << QByteArray("-----BEGIN") << u"unknown-format"_s;
        QTest::newRow("cut blob") << blob.first(blob.size() - 1) << u"blob-truncated"_s;
        QTest::newRow("cut header") << header.first(header.size() / 2) << u"c-header-damaged"_s;
        QTest::newRow("no byte") << QByteArray("char a[] = { 0x1ff };") << u"c-header-damaged"_s;
        QTest::newRow("a C program") << QByteArray("int main() { return 0; }") << u"unknown-format"_s;
    }
    void refuses_the_rest()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const QString, code);
        const auto read = read_credentials(bytes(content), u"it"_s);
        QVERIFY(!read);
        QCOMPARE(read.error().code, code);
        QCOMPARE(exit_status(read.error()), 3);
        QVERIFY(!read.error().message.isEmpty() && !read.error().fix.isEmpty());
    }

    void refuses_files_that_cannot_be_one_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("code");
        QTest::newRow("missing") << u"none"_s << u"file-missing"_s;
        QTest::newRow("folder") << u"."_s << u"file-is-folder"_s;
        QTest::newRow("huge") << u"huge"_s << u"file-too-large"_s;
    }
    void refuses_files_that_cannot_be_one()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, code);
        const QTemporaryDir folder;
        static_cast<void>(write(folder, u"huge"_s, QByteArray((1 << 20) + 1, 'x')));
        QCOMPARE(read_credential_file(folder.filePath(name)).error().code, code);
    }

    void headers_look_as_xxd_writes_them_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : { "both", "client", "server" })
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void headers_look_as_xxd_writes_them()
    {
        QFETCH(const QString, name);
        const QString include = u"sdk-tools/%1/expected/include/"_s.arg(name);
        for (const auto &[file, symbol] : { std::pair(u"cert.h"_s, certificate_symbol), std::pair(u"private_key.h"_s, private_key_symbol) }) {
            const QByteArray expected = data(include + file);
            const auto arrays = read_c_header(bytes(expected));
            QVERIFY(arrays && arrays->size() == 1);
            QCOMPARE(arrays->front().symbol, QString::fromLatin1(symbol));
            const SecureBytes written = to_c_header(symbol, arrays->front().bytes.view());
            QCOMPARE(QByteArray(written.chars(), qsizetype(written.size())), expected);
        }
    }

    void headers_of_every_length_come_back()
    {
        for (std::size_t length = 1; length < 40; ++length) {
            SecureBytes content(length);
            for (std::size_t i = 0; i < length; ++i)
                content.writable()[i] = std::uint8_t(i * 37 + length);
            const SecureBytes text = to_c_header("symbol", content.view());
            const auto read = read_c_header(text.view());
            QVERIFY(read && read->size() == 1);
            QVERIFY(std::ranges::equal(read->front().bytes.view(), content.view()));
        }
    }

    void headers_that_people_wrote_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("const, size, attribute") << QByteArray("static const uint8_t cert[3] PROGMEM = {\n 1, 0X02,\t3, };") << QByteArray("\1\2\3");
        QTest::newRow("comments") << QByteArray("/* a[] = { 9 } */ char a[] = { 1, /* , 7 */ 2 // , 8\n , 3 };") << QByteArray("\1\2\3");
        QTest::newRow("one line") << QByteArray("unsigned char a[]={0x01,0x02,0x03};") << QByteArray("\1\2\3");
        QTest::newRow("open comment") << QByteArray("char a[] = {1,2,3}; /* the end") << QByteArray("\1\2\3");
    }
    void headers_that_people_wrote()
    {
        QFETCH(const QByteArray, source);
        QFETCH(const QByteArray, content);
        const auto read = read_c_header(bytes(source));
        QVERIFY(read && read->size() == 1);
        QVERIFY(std::ranges::equal(read->front().bytes.view(), bytes(content)));
    }
};

QTEST_GUILESS_MAIN(FilesTest)
#include "tst_pki_files.moc"
