// SPDX-License-Identifier: Apache-2.0
// What a pair of keys is called, and its public half as a file: all that there is to see of a key that is locked away.
#pragma once

#include "core/pki/certificate.h"
#include "core/pki/private_key.h"
#include "core/pki/request.h"

namespace espseal::pki {

// SHA-256 of the SubjectPublicKeyInfo, lower-case hex: the same for a private key, its certificates, its requests and its public half.
[[nodiscard]] QString key_id(const PrivateKey &key);
[[nodiscard]] QString key_id(const Certificate &certificate);
[[nodiscard]] QString key_id(const CertificateRequest &request);

// It looks like one: no name that somebody chose.
[[nodiscard]] bool is_key_id(const QString &name);

struct PublicHalf {
    QString id;
    KeyKind kind;
};

// PEM "PUBLIC KEY", as `openssl pkey -pubout` writes it.
[[nodiscard]] Result<QByteArray> public_pem(const PrivateKey &key);
// Error: "no-key".
[[nodiscard]] Result<PublicHalf> read_public_half(std::span<const std::uint8_t> pem, const QString &name);

} // namespace espseal::pki
