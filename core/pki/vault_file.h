// SPDX-License-Identifier: Apache-2.0
// The form of a vault in a file: CBOR (RFC 8949), one map. Nothing in here is secret; nothing in here can be believed before it is opened.
//
//   { "format": "espseal-vault", "schema": 1,
//     "kdf": { "name": "argon2id", "memory": KiB, "passes": t, "lanes": p, "salt": bytes }  or  { "name": "scrypt", "n", "r", "p", "salt" },
//     "key": the data key, sealed with the password's key; context: the map of format, schema and kdf,
//     "index": CBOR [counter, [[id, version, type], ...]], sealed with the data key; context: the text "espseal-vault index",
//     "secrets": [ one for each of the index: sealed with the data key; context: CBOR [id, version, type] ] }
//
// "sealed" is nonce (12), ciphertext, tag (16) of AES-256-GCM.
#pragma once

#include <QByteArray>
#include <QList>

#include "core/base/error.h"
#include "core/base/units.h"
#include "core/pki/key_derivation.h"

namespace espseal::pki {

struct VaultFile {
    KdfCosts costs;
    QByteArray salt;
    QByteArray key;
    QByteArray index;
    QList<QByteArray> secrets;

    // The context that the data key is sealed with.
    [[nodiscard]] QByteArray header() const;
    [[nodiscard]] QByteArray to_bytes() const;

    bool operator==(const VaultFile &) const = default;
};

struct VaultIndexEntry {
    QString id;
    quint64 version = 0;
    QString type;

    // The context that the secret is sealed with.
    [[nodiscard]] QByteArray context() const;
    bool operator==(const VaultIndexEntry &) const = default;
};

struct VaultIndex {
    quint64 counter = 0; // the last version given to any entry; no version is used twice
    QList<VaultIndexEntry> entries;

    [[nodiscard]] QByteArray to_bytes() const;
};

inline constexpr qsizetype most_vault_secrets = 100'000;
// No vault file is larger than this.
inline constexpr Size vault_size_limit(64u << 20);

[[nodiscard]] bool looks_like_vault(std::span<const std::uint8_t> bytes);
// Only what to_bytes() writes, byte for byte. Errors: "no-vault", "vault-damaged", "vault-newer", "vault-cost".
[[nodiscard]] Result<VaultFile> parse_vault(std::span<const std::uint8_t> bytes, const QString &name);
[[nodiscard]] std::optional<VaultIndex> parse_vault_index(std::span<const std::uint8_t> bytes);

[[nodiscard]] std::unexpected<Error> vault_damaged(const QString &name);

} // namespace espseal::pki
