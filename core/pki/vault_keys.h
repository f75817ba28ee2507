// SPDX-License-Identifier: Apache-2.0
// The private keys among a vault's secrets.
#pragma once

#include "core/pki/private_key.h"
#include "core/pki/vault.h"

namespace espseal::pki {

struct StoredKey {
    QString name;
    PrivateKey key;
};

[[nodiscard]] QStringList key_names(const Vault &vault); // in the order they came
// Errors: those of Vault::secret() and read_private_key().
[[nodiscard]] Result<PrivateKey> key_of(const Vault &vault, const QString &name);
[[nodiscard]] Result<QList<StoredKey>> keys_of(const Vault &vault);
// New, or in place of the one with that name. Errors: those of PrivateKey::to_der() and Vault::put().
[[nodiscard]] Result<void> put_key(Vault &vault, const StoredKey &stored);
// Byte for byte, the secret half included; PrivateKey's == compares the public one.
[[nodiscard]] bool is_same_secret(const PrivateKey &one, const PrivateKey &other);

} // namespace espseal::pki
