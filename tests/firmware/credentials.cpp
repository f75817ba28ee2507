// SPDX-License-Identifier: Apache-2.0
#include "tests/firmware/credentials.h"

#include "core/wire/blob.h"

#include <QHash>
#include <QtTest/QtTest>

#include <openssl/encoder.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

using namespace Qt::StringLiterals;

namespace espseal::test {

namespace {

QByteArray taken(BIO *bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    const QByteArray bytes(data, size);
    BIO_free(bio);
    return bytes;
}

void add_extension(X509 *certificate, X509 *issuer, int id, const QByteArray &value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, &context, id, value.constData());
    QVERIFY2(extension, value.constData());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

Certificate blank(const Key &key, const QString &name, const LeafSpec &spec, int version)
{
    static long serial = 1;
    Certificate certificate(X509_new(), OpenSslFree());
    X509 *it = certificate.get();
    X509_set_version(it, version - 1);
    ASN1_INTEGER_set(X509_get_serialNumber(it), ++serial);
    X509_time_adj_ex(X509_getm_notBefore(it), spec.first_day, 0, nullptr);
    X509_time_adj_ex(X509_getm_notAfter(it), spec.last_day, 0, nullptr);
    const QByteArray common_name = name.toUtf8();
    X509_NAME_add_entry_by_NID(X509_get_subject_name(it), NID_commonName, MBSTRING_UTF8, reinterpret_cast<const unsigned char *>(common_name.constData()),
        int(common_name.size()), -1, 0);
    X509_set_pubkey(it, key.get());
    return certificate;
}

Certificate signed_by(Certificate certificate, X509 *issuer, EVP_PKEY *key)
{
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer));
    X509_sign(certificate.get(), key, EVP_sha256());
    return certificate;
}

} // namespace

Key key_for(KeyKind kind, const QString &owner)
{
    static QHash<std::pair<int, QString>, Key> made;
    Key &key = made[{ int(kind), owner }];
    if (!key)
        key.reset(kind == KeyKind::rsa2048 ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256"), OpenSslFree());
    return key;
}

Identity make_ca(KeyKind kind, const QString &name, int version)
{
    const Key key = key_for(kind, name);
    Certificate certificate = blank(key, name, { .last_day = 365 }, version);
    if (version == 3) {
        add_extension(certificate.get(), certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
        add_extension(certificate.get(), certificate.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
    }
    return { signed_by(certificate, certificate.get(), key.get()), key };
}

Identity make_intermediate(const Identity &ca, KeyKind kind, const QString &name)
{
    const Key key = key_for(kind, name);
    Certificate certificate = blank(key, name, { .last_day = 365 }, 3);
    add_extension(certificate.get(), ca.certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
    add_extension(certificate.get(), ca.certificate.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
    return { signed_by(certificate, ca.certificate.get(), ca.key.get()), key };
}

Identity make_leaf(const Identity &ca, KeyKind kind, const QString &owner, const LeafSpec &spec)
{
    return make_leaf_for(ca, key_for(kind, owner), spec);
}

Identity make_leaf_for(const Identity &ca, const Key &key, const LeafSpec &spec)
{
    Certificate certificate = blank(key, spec.common_name, spec, 3);
    if (!spec.alt_names.isEmpty())
        add_extension(certificate.get(), ca.certificate.get(), NID_subject_alt_name, spec.alt_names.join(u',').toLatin1());
    return { signed_by(certificate, ca.certificate.get(), ca.key.get()), key };
}

QByteArray Identity::certificate_as(Encoding encoding) const
{
    BIO *bio = BIO_new(BIO_s_mem());
    if (encoding == Encoding::pem)
        PEM_write_bio_X509(bio, certificate.get());
    else
        i2d_X509_bio(bio, certificate.get());
    return taken(bio);
}

QByteArray Identity::key_as(Encoding encoding, KeyFormat format) const
{
    BIO *bio = BIO_new(BIO_s_mem());
    OSSL_ENCODER_CTX *encoder = OSSL_ENCODER_CTX_new_for_pkey(
        key.get(), EVP_PKEY_KEYPAIR, encoding == Encoding::pem ? "PEM" : "DER", format == KeyFormat::pkcs8 ? "PrivateKeyInfo" : "type-specific", nullptr);
    OSSL_ENCODER_to_bio(encoder, bio);
    OSSL_ENCODER_CTX_free(encoder);
    return taken(bio);
}

QByteArray ca_blob(const QList<QByteArray> &payloads)
{
    QByteArray blob(16384, 0);
    wire::BlobWriter writer({ reinterpret_cast<uint8_t *>(blob.data()), uint32_t(blob.size()) });
    for (qsizetype i = 0; i < payloads.size(); ++i) {
        const QByteArray name = i == 0 ? QByteArray(wire::blob_ca_name) : "ca" + QByteArray::number(i) + ".cer";
        const bool added = writer.add(name.constData(), { reinterpret_cast<const uint8_t *>(payloads[i].constData()), uint32_t(payloads[i].size()) });
        Q_ASSERT(added);
    }
    return blob.first(writer.size());
}

QByteArray identity_blob(const QByteArray &certificate, const QByteArray &key)
{
    QByteArray blob(16384, 0);
    wire::BlobWriter writer({ reinterpret_cast<uint8_t *>(blob.data()), uint32_t(blob.size()) });
    const auto view = [](const QByteArray &bytes) { return wire::ByteView { reinterpret_cast<const uint8_t *>(bytes.constData()), uint32_t(bytes.size()) }; };
    const bool added = writer.add(wire::blob_certificate_name, view(certificate)) && writer.add(wire::blob_private_key_name, view(key));
    Q_ASSERT(added);
    return blob.first(writer.size());
}

QByteArray identity_blob(const Identity &identity, Encoding encoding, KeyFormat format)
{
    return identity_blob(identity.certificate_as(encoding), identity.key_as(encoding, format));
}

} // namespace espseal::test
