// SPDX-License-Identifier: Apache-2.0
// Certificates as nobody should make them: every field by choice, signed with real keys.
#pragma once

#include "core/pki/crl.h"
#include "tests/pki/support.h"

#include <optional>

namespace espseal::pki::test {

struct NamePart {
    QString field; // "CN", "O", "OU"
    QByteArray bytes;
    int type = 12; // V_ASN1_UTF8STRING
};

struct Forgery {
    QList<NamePart> subject { { QStringLiteral("CN"), "esp.local" } };
    QString key = QStringLiteral("rsa:2048");
    int key_number = 0;
    int version = 3;
    qint64 serial = 0; // 0: one of its own
    QByteArray digest = "SHA256"; // of the signature; "MD5", "SHA1"
    QDateTime not_before = QDateTime::currentDateTimeUtc().addDays(-1);
    QDateTime not_after = QDateTime::currentDateTimeUtc().addDays(90);
    // As openssl.cnf(5) has them: { "basicConstraints", "critical,CA:TRUE,pathlen:0" }. An OID as name takes "critical,ASN1:NULL".
    QList<std::pair<QByteArray, QByteArray>> extensions;
    QList<QByteArray> dns_names; // raw, into a subjectAltName
};

[[nodiscard]] Forgery a_ca(const QByteArray &name, const QByteArray &constraints = "critical,CA:TRUE");
[[nodiscard]] Forgery a_leaf(const QByteArray &name = "esp.local", const QByteArray &alt_names = "DNS:esp.local");

// Signed by `issuer`, or by itself. Throws the test's failure.
[[nodiscard]] Identity forged(const Forgery &forgery, const std::optional<Identity> &issuer = std::nullopt);

[[nodiscard]] Crl a_crl(const Identity &ca, const QList<Certificate> &revoked, const QDateTime &next_update, const QDateTime &this_update);

} // namespace espseal::pki::test
