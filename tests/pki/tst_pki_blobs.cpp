// SPDX-License-Identifier: Apache-2.0
// Blobs against what the SDK's own scripts made, and against damage.
#include <QTest>

#include "core/pki/credential_blob.h"
#include "core/pki/judge.h"
#include "tests/pki/support.h"

using namespace espseal;
using namespace espseal::pki;
using namespace espseal::pki::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray array(const SecureBytes &secret)
{
    return QByteArray(secret.chars(), qsizetype(secret.size()));
}

// An entry with whatever length field.
QByteArray entry(const QByteArray &name, const QByteArray &payload, qsizetype length = -1)
{
    const auto size = static_cast<std::uint16_t>(length < 0 ? payload.size() : length);
    return name.leftJustified(wire::blob_name_size, '\0', true) + char(size & 0xFF) + char(size >> 8) + payload;
}

QByteArray pem_of(const PrivateKey &key)
{
    return array(*key.to_pem());
}

} // namespace

class BlobsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void packs_as_the_sdk_does_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("role");
        QTest::newRow("client") << u"client"_s << u"client"_s;
        QTest::newRow("server") << u"server"_s << u"server"_s;
        QTest::newRow("both") << u"both"_s << u"client"_s;
    }
    void packs_as_the_sdk_does()
    {
        QFETCH(const QString, folder);
        QFETCH(const QString, role);
        const QString path = u"sdk-tools/%1/"_s.arg(folder);
        const auto cas = read_certificates(bytes(data(path + u"ca.crt"_s)), u"ca"_s);
        QCOMPARE(pack_ca_blob(*cas).value(), data(path + u"expected/bin/esp_ca_cert.bin"_s));

        const auto certificate = read_certificates(bytes(data(path + role + u".crt"_s)), u"crt"_s);
        const auto key = read_private_key(bytes(data(path + role + u".key"_s)), u"key"_s);
        const auto identity = Identity::make(certificate->first(), *key);
        QCOMPARE(array(*pack_identity_blob(*identity)), data(path + u"expected/bin/esp_cert_private_key.bin"_s));
    }

    void der_is_smaller_and_says_so()
    {
        const Identity root = ca(u"rsa:2048"_s);
        const Identity client = leaf(root, u"rsa:2048"_s, Role::client);
        const auto pem = inspect_blob(pack_identity_blob(client)->view(), u"pem"_s);
        const auto der = inspect_blob(pack_identity_blob(client, PayloadFormat::der)->view(), u"der"_s);
        QVERIFY(pem && der);
        QCOMPARE(pem->der_size, der->size);
        QCOMPARE(der->der_size, der->size);
        QVERIFY(der->size.value() * 10 < pem->size.value() * 8);
        QCOMPARE(der->entries[0].payload, wire::BlobPayload::der);
        QCOMPARE(der->entries[1].wrapper, KeyWrapper::pkcs1);
        QVERIFY(der->certificates().first() == client.certificate());
        QVERIFY(der->keys().first() == client.key());
    }

    void ec_keys_are_sec1()
    {
        for (const PayloadFormat format : { PayloadFormat::pem, PayloadFormat::der }) {
            const auto blob = inspect_blob(pack_identity_blob(leaf(ca(u"ec:p256"_s), u"ec:p256"_s, Role::device), format)->view(), u"it"_s);
            QVERIFY(blob);
            QCOMPARE(blob->entries[1].wrapper, KeyWrapper::sec1);
            QCOMPARE(codes(blob->findings), QStringList());
        }
    }

    void chains_go_into_one_entry()
    {
        const Identity root = ca(u"ec:p256"_s);
        const Identity device = leaf(root, u"ec:p256"_s, Role::device);
        const auto with_chain = Identity::make(device.certificate(), device.key(), { root.certificate() });
        for (const PayloadFormat format : { PayloadFormat::pem, PayloadFormat::der }) {
            const auto blob = inspect_blob(pack_identity_blob(*with_chain, format)->view(), u"it"_s);
            QCOMPARE(blob->entries.size(), 2);
            QCOMPARE(blob->entries[0].certificates, (QList { device.certificate(), root.certificate() }));
        }
    }

    void several_cas_get_an_entry_each()
    {
        const QList<Certificate> cas { ca(u"ec:p256"_s, u"One"_s).certificate(), ca(u"ec:p256"_s, u"Two"_s).certificate() };
        const auto blob = inspect_blob(bytes(*pack_ca_blob(cas, PayloadFormat::der)), u"it"_s);
        QCOMPARE(blob->role, BlobRole::ca);
        QCOMPARE(blob->certificates(), cas);
        QCOMPARE(blob->entries[0].name, u"TLS.ca_x509.cer"_s);
        QCOMPARE(blob->entries[1].name, u"TLS.ca_x509_2.cer"_s);
        QCOMPARE(codes(blob->findings), QStringList { u"blob-several-cas"_s });
    }

    void refuses_what_a_device_cannot_use()
    {
        QCOMPARE(pack_ca_blob({}).error().code, u"no-certificate"_s);
        QCOMPARE(pack_ca_blob({ leaf(ca(u"ec:p256"_s), u"ec:p256"_s, Role::server).certificate() }).error().code, u"not-a-ca"_s);
        const QTemporaryDir folder;
        QCOMPARE(openssl({ u"req"_s, u"-x509"_s, u"-newkey"_s, u"ed25519"_s, u"-nodes"_s, u"-keyout"_s, u"k"_s, u"-out"_s, u"c"_s, u"-subj"_s, u"/CN=x"_s,
                             u"-days"_s, u"100"_s },
                     folder.path())
                     .status,
            0);
        const auto files = read_credential_files({ folder.filePath(u"k"_s), folder.filePath(u"c"_s) });
        QVERIFY(files);
        QCOMPARE(pack_identity_blob(*Identity::find(files->certificates, files->keys)).error().code, u"key-unsupported"_s);
        QCOMPARE(codes(judge(files->certificates.first(), Role::ca)), QStringList { u"key-unsupported"_s });
    }

    void says_what_is_wrong_data()
    {
        QTest::addColumn<QByteArray>("blob");
        QTest::addColumn<QStringList>("codes");
        const QByteArray golden = data(u"sdk-tools/client/expected/bin/esp_cert_private_key.bin"_s);
        const QByteArray ca_blob = data(u"sdk-tools/client/expected/bin/esp_ca_cert.bin"_s);
        const QByteArray certificate = entry("certificate", data(u"sdk-tools/client/client.crt"_s));
        const QByteArray key = entry("private_key", data(u"sdk-tools/client/client.key"_s));
        const QByteArray other_key = entry("private_key", pem_of(pki::test::key(u"rsa:2048"_s)));
        const QTemporaryDir folder;
        const QString source = data_path(u"sdk-tools/client/client.key"_s);
        const QByteArray pkcs8 = openssl({ u"pkcs8"_s, u"-topk8"_s, u"-nocrypt"_s, u"-in"_s, source }, folder.path()).out;
        const QByteArray locked = openssl({ u"pkcs8"_s, u"-topk8"_s, u"-passout"_s, u"pass:x"_s, u"-in"_s, source }, folder.path()).out;
        const auto row = [](const char *name, const QByteArray &blob, const QStringList &codes) { QTest::newRow(name) << blob << codes; };
        row("as the SDK makes it", golden, {});
        row("in erased flash", golden + QByteArray(4096, '\xff'), {});
        row("key first", key + certificate, { u"blob-key-order"_s });
        row("only the certificate", certificate, { u"blob-entry-missing"_s });
        row("only the key", key, { u"blob-entry-missing"_s });
        row("key of another", certificate + other_key, { u"key-mismatch"_s });
        row("PKCS#8", certificate + entry("private_key", pkcs8), { u"key-wrapper"_s });
        row("encrypted key", certificate + entry("private_key", locked), { u"key-encrypted"_s });
        row("certificate of garbage", entry("certificate", "garbage") + key, { u"blob-entry-damaged"_s });
        row("empty entry", entry("certificate", "") + key, { u"blob-entry-damaged"_s });
        row("cut in the key", golden.first(golden.size() - 1), { u"blob-truncated"_s });
        row("cut in a header", golden + QByteArray("private"), { u"blob-truncated"_s });
        row("zeros behind it", golden + QByteArray(64, '\0'), { u"blob-garbage"_s });
        row("length of erased flash", certificate + entry("private_key", "", 0xFFFF), { u"blob-truncated"_s });
        row("CA", ca_blob, {});
        row("beyond one sector", ca_blob.repeated(4), { u"blob-several-cas"_s, u"blob-too-large"_s });
        row("beyond two sectors", ca_blob.repeated(7), { u"blob-several-cas"_s, u"blob-too-large"_s });
    }
    void says_what_is_wrong()
    {
        QFETCH(const QByteArray, blob);
        QFETCH(const QStringList, codes);
        const auto info = inspect_blob(bytes(blob), u"it.bin"_s);
        QVERIFY(info);
        QCOMPARE(pki::test::codes(info->findings), codes);
        for (const Finding &finding : info->findings)
            QVERIFY(!finding.message.isEmpty() && !finding.fix.isEmpty());
    }

    void is_no_blob_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("code");
        QTest::newRow("nothing") << QByteArray() << u"blob-erased"_s;
        QTest::newRow("erased") << QByteArray(8192, '\xff') << u"blob-erased"_s;
        QTest::newRow("zeros") << QByteArray(8192, '\0') << u"not-a-blob"_s;
        QTest::newRow("PEM") << data(u"sdk-tools/client/client.crt"_s) << u"not-a-blob"_s;
        QTest::newRow("DER") << ca(u"ec:p256"_s).certificate().der() << u"not-a-blob"_s;
    }
    void is_no_blob()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, code);
        const auto info = inspect_blob(pki::test::bytes(bytes), u"it"_s);
        QVERIFY(!info);
        QCOMPARE(info.error().code, code);
    }

    void every_cut_is_noticed()
    {
        const QByteArray golden = data(u"sdk-tools/both/expected/bin/esp_cert_private_key.bin"_s);
        const qsizetype first_entry = wire::blob_header_size + 753;
        const qsizetype first_name = qsizetype(strlen(wire::blob_certificate_name));
        for (qsizetype length = 1; length <= first_name; ++length)
            QCOMPARE(inspect_blob(bytes(golden.first(length)), u"it"_s).error().code, u"not-a-blob"_s);
        for (qsizetype length = first_name + 1; length < golden.size(); ++length) {
            const auto info = inspect_blob(bytes(golden.first(length)), u"it"_s);
            QVERIFY(info);
            QVERIFY2(has_errors(info->findings), qPrintable(QString::number(length)));
            QCOMPARE(info->complete, length == first_entry); // there it looks whole, but lacks its key
        }
    }

    void flipped_bytes_never_crash()
    {
        const QByteArray golden = data(u"sdk-tools/both/expected/bin/esp_cert_private_key.bin"_s);
        int whole = 0;
        for (qsizetype at = 0; at < golden.size(); ++at) {
            QByteArray flipped = golden;
            flipped[at] = char(flipped[at] ^ 0x80);
            if (const auto info = inspect_blob(bytes(flipped), u"it"_s); info && info->findings.isEmpty())
                ++whole;
        }
        QCOMPARE(whole, 2); // the line ends behind both -----END----- lines say nothing
    }

    void sizes_that_devices_read()
    {
        QCOMPARE(codes(judge_blob_size(Size(4096), { .tls = DeviceTls::axtls })), QStringList());
        QCOMPARE(codes(judge_blob_size(Size(4097), { .tls = DeviceTls::axtls })), QStringList { u"blob-too-large"_s });
        QCOMPARE(codes(judge_blob_size(Size(8192), { .tls = DeviceTls::bearssl })), QStringList());
        QCOMPARE(codes(judge_blob_size(Size(8193), { .tls = DeviceTls::mbedtls })), QStringList { u"blob-too-large"_s });
    }
};

QTEST_GUILESS_MAIN(BlobsTest)
#include "tst_pki_blobs.moc"
