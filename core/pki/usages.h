// SPDX-License-Identifier: Apache-2.0
// What a key may do (RFC 5280 4.2.1.3) and what for (4.2.1.12).
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include "core/base/error.h"

namespace espseal::pki {

// With the RFC's bit numbers.
enum class KeyUsage {
    digital_signature = 0,
    content_commitment = 1,
    key_encipherment = 2,
    data_encipherment = 3,
    key_agreement = 4,
    key_cert_sign = 5,
    crl_sign = 6,
    encipher_only = 7,
    decipher_only = 8,
};

[[nodiscard]] QString usage_name(KeyUsage usage); // "digitalSignature"
// Reads "digitalSignature,keyEncipherment" (any case; "nonRepudiation" too). "none" is an empty list. Error: usage, with the names that there are.
[[nodiscard]] Result<QList<KeyUsage>> parse_key_usages(const QString &text);

// Reads "serverAuth,clientAuth" and dotted object identifiers; gives OpenSSL's short names, else the identifiers. "none" is an empty list.
// Error: usage.
[[nodiscard]] Result<QStringList> parse_extended_usages(const QString &text);

} // namespace espseal::pki
