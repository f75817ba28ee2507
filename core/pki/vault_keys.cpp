// SPDX-License-Identifier: Apache-2.0
#include "core/pki/vault_keys.h"

#include <openssl/crypto.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

QString key_type()
{
    return u"private-key"_s;
}

} // namespace

QStringList key_names(const Vault &vault)
{
    QStringList names;
    for (const VaultEntry &entry : vault.entries()) {
        if (entry.type == key_type())
            names.append(entry.id);
    }
    return names;
}

Result<PrivateKey> key_of(const Vault &vault, const QString &name)
{
    return vault.secret(name).and_then([&](const SecureBytes &der) { return read_private_key(der.view(), name); });
}

Result<QList<StoredKey>> keys_of(const Vault &vault)
{
    QList<StoredKey> keys;
    for (const QString &name : key_names(vault)) {
        auto key = key_of(vault, name);
        if (!key)
            return failure(key.error());
        keys.append({ name, *std::move(key) });
    }
    return keys;
}

Result<void> put_key(Vault &vault, const StoredKey &stored)
{
    return stored.key.to_der().and_then([&](const SecureBytes &der) { return vault.put(stored.name, key_type(), der.view()); });
}

bool is_same_secret(const PrivateKey &one, const PrivateKey &other)
{
    const auto left = one.to_der();
    const auto right = other.to_der();
    return left && right && left->size() == right->size() && CRYPTO_memcmp(left->view().data(), right->view().data(), left->size()) == 0;
}

} // namespace espseal::pki
