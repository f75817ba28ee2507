// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pki/key_spec.h"
#include "core/pki/openssl.h"

namespace espseal::pki {

// `other` without bits for a null pointer or a type that OpenSSL does not know.
[[nodiscard]] KeyKind kind_of(const EVP_PKEY *key);
// SHA-256 of its SubjectPublicKeyInfo: the same for certificate, request and private key.
[[nodiscard]] QByteArray public_key_id(const EVP_PKEY *key);
[[nodiscard]] bool same_public_key(const EVP_PKEY *one, const EVP_PKEY *other);

} // namespace espseal::pki
