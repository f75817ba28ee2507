// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pki/password.h"
#include "core/pki/vault_keys.h"

namespace espseal::pki {

// The vault of a folder of certificates. A key is in it under its public half's key_id() (or, as the command line has it, as NAME for NAME.crt):
// found by the certificate itself, files may be renamed and moved without opening the vault.
inline constexpr QLatin1StringView vault_file_name("keys.vault");

// Private keys by name in a vault file (0600). Every change is saved at once, whole or not at all, and refused if another program has changed the file
// meanwhile. Calls block on files, open(), create() and change_password() on 0.2 to 0.5 s of arithmetic too: call them from jobs, one at a time.
class KeyStore {
public:
    // Makes the file. Errors: "file-exists", "password-empty", those of writing.
    [[nodiscard]] static Result<KeyStore> create(const QString &path, const SecureBytes &password, const KdfCosts &costs = default_costs());
    // Errors: those of reading and of Vault::open; with the prompt also "password-needed".
    [[nodiscard]] static Result<KeyStore> open(const QString &path, const SecureBytes &password, const KdfCosts &costs = default_costs());
    [[nodiscard]] static Result<KeyStore> open(const QString &path, const PasswordPrompt &prompt);
    [[nodiscard]] static bool is_there(const QString &path); // a file that begins as a vault does

    [[nodiscard]] const QString &path() const { return path_; }
    [[nodiscard]] QStringList names() const { return key_names(vault_); } // in the order they came
    [[nodiscard]] bool contains(const QString &name) const { return vault_.contains(name); }
    [[nodiscard]] Result<PrivateKey> key(const QString &name) const { return key_of(vault_, name); }

    // All or none. Errors: "secret-exists", "vault-changed", those of writing. After an error nothing has changed, here and on disk.
    [[nodiscard]] Result<void> add(const QList<StoredKey> &keys);
    [[nodiscard]] Result<void> add(const QString &name, const PrivateKey &key) { return add({ { name, key } }); }
    // New ones, and in place of those with the same name.
    [[nodiscard]] Result<void> put(const QList<StoredKey> &keys);
    [[nodiscard]] Result<void> replace(const QString &name, const PrivateKey &key) { return put({ { name, key } }); }
    [[nodiscard]] Result<void> remove(const QStringList &names);
    [[nodiscard]] Result<void> remove(const QString &name) { return remove(QStringList { name }); }
    [[nodiscard]] Result<void> rename(const QString &name, const QString &new_name);
    [[nodiscard]] Result<void> change_password(const SecureBytes &password, const KdfCosts &costs = default_costs());

private:
    KeyStore(QString path, Vault vault)
        : path_(std::move(path))
        , vault_(std::move(vault))
    {
    }
    // Saves what `edit` makes of a copy, then keeps it.
    template <class Edit> [[nodiscard]] Result<void> change(const Edit &edit);
    [[nodiscard]] Result<void> save(Vault next);

    QString path_;
    Vault vault_;
    QByteArray on_disk_; // SHA-256 of the file as we know it; empty: not there yet
};

} // namespace espseal::pki
