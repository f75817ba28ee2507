// SPDX-License-Identifier: Apache-2.0
// Which key: what a user asks for ("rsa:2048") and what a key in hand is ("RSA-2048").
#pragma once

#include <QString>

#include "core/base/error.h"

namespace espseal::pki {

enum class KeyType { rsa, ec, other };

// A key to make: RSA with 512..4096 bits (a multiple of 8), or EC on P-256 or P-384.
struct KeySpec {
    KeyType type = KeyType::rsa; // never `other`
    int bits = 2048;

    bool operator==(const KeySpec &) const = default;
};

// Reads "rsa:2048", "ec:p256", "ec:p384" (any case; "ec:prime256v1", "ec:secp384r1" too; "rsa" and "ec" alone mean 2048 and P-256).
// Error: usage, with the forms that are allowed.
[[nodiscard]] Result<KeySpec> parse_key_spec(const QString &text);
// "rsa:2048", "ec:p256": what parse_key_spec reads.
[[nodiscard]] QString to_string(const KeySpec &spec);

// What a key in hand is.
struct KeyKind {
    KeyType type = KeyType::other;
    int bits = 0;
    QString name; // "RSA-2048", "P-256", "secp256k1", "ED25519"

    bool operator==(const KeyKind &) const = default;
};

} // namespace espseal::pki
