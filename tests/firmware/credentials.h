// SPDX-License-Identifier: Apache-2.0
// Keys and certificates made by the test itself, with OpenSSL.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <memory>
#include <openssl/evp.h>
#include <openssl/x509.h>

namespace espseal::test {

struct OpenSslFree {
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
    void operator()(X509 *certificate) const { X509_free(certificate); }
};
using Key = std::shared_ptr<EVP_PKEY>;
using Certificate = std::shared_ptr<X509>;

enum class KeyKind { rsa2048, p256 };
enum class Encoding { pem, der };
enum class KeyFormat { traditional, pkcs8 }; // PKCS#1 for RSA, SEC1 for EC

// The same key for the same kind and owner throughout a test program: making RSA keys is slow.
Key key_for(KeyKind kind, const QString &owner);

struct Identity {
    Certificate certificate;
    Key key;

    [[nodiscard]] QByteArray certificate_as(Encoding encoding) const;
    [[nodiscard]] QByteArray key_as(Encoding encoding, KeyFormat format = KeyFormat::traditional) const;
};

struct LeafSpec {
    QString common_name = QStringLiteral("localhost");
    QStringList alt_names; // as OpenSSL writes them: "DNS:device.local", "IP:127.0.0.1"
    int first_day = -1; // from today
    int last_day = 30;
};

Identity make_ca(KeyKind kind, const QString &name = QStringLiteral("Test CA"), int version = 3);
Identity make_intermediate(const Identity &ca, KeyKind kind, const QString &name);
Identity make_leaf(const Identity &ca, KeyKind kind, const QString &owner, const LeafSpec &spec = {});
// For a key of somebody else's, of which only the public half may be there.
Identity make_leaf_for(const Identity &ca, const Key &key, const LeafSpec &spec = {});

// Blobs as the SDK's tools write them.
QByteArray ca_blob(const QList<QByteArray> &payloads);
QByteArray identity_blob(const QByteArray &certificate, const QByteArray &key);
QByteArray identity_blob(const Identity &identity, Encoding encoding = Encoding::pem, KeyFormat format = KeyFormat::traditional);

} // namespace espseal::test
