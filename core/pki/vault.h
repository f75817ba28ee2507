// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pki/vault_file.h"

namespace espseal::pki {

struct VaultEntry {
    QString id;
    QString type; // "private-key": what the one who put it there calls it

    bool operator==(const VaultEntry &) const = default;
};

// Secrets under one password. A random key encrypts each of them and the list of them; the password's key encrypts only that one, so that a new
// password changes no secret. There is no hash of the password: it is right if the data key opens. Ids and types are not readable without it; how many
// secrets there are and how long they are is. Not to be used by two threads at once.
class Vault {
public:
    // `costs` are for tests; the defaults grow over the years.
    [[nodiscard]] static Result<Vault> create(const SecureBytes &password, const KdfCosts &costs = default_costs());
    // A vault that cost its password less than `costs` is raised to them: is_changed() then, and the next save keeps it so. Takes 0.2 to 0.5 s.
    // Errors (bad_input): "no-vault", "vault-damaged", "vault-newer", "vault-cost", "kdf-unsupported", "wrong-password".
    [[nodiscard]] static Result<Vault> open(
        std::span<const std::uint8_t> bytes, const QString &name, const SecureBytes &password, const KdfCosts &costs = default_costs());

    [[nodiscard]] QList<VaultEntry> entries() const;
    [[nodiscard]] bool contains(const QString &id) const;
    // Errors: "secret-missing", "vault-damaged".
    [[nodiscard]] Result<SecureBytes> secret(const QString &id) const;

    // New, or in place of the one with that id.
    [[nodiscard]] Result<void> put(const QString &id, const QString &type, std::span<const std::uint8_t> secret);
    // Errors: "secret-missing"; "secret-exists" (the new id).
    [[nodiscard]] Result<void> remove(const QString &id);
    [[nodiscard]] Result<void> rename(const QString &id, const QString &new_id);
    // Error: "password-empty".
    [[nodiscard]] Result<void> change_password(const SecureBytes &password, const KdfCosts &costs = default_costs());

    // Different from what was opened.
    [[nodiscard]] bool is_changed() const { return is_changed_; }
    // The file.
    [[nodiscard]] Result<QByteArray> to_bytes() const;
    [[nodiscard]] Vault clone() const;

private:
    Vault() = default;

    struct Entry {
        VaultIndexEntry index;
        QByteArray sealed;
    };
    [[nodiscard]] const Entry *find(const QString &id) const;
    [[nodiscard]] std::unexpected<Error> missing(const QString &id) const;
    [[nodiscard]] Result<void> wrap_key(const SecureBytes &password, const KdfCosts &costs);
    [[nodiscard]] Result<void> read_entries(const VaultFile &file);

    QString name_;
    KdfCosts costs_;
    QByteArray salt_;
    QByteArray wrapped_key_;
    SecureBytes data_key_;
    quint64 counter_ = 0;
    QList<Entry> entries_;
    bool is_changed_ = false;
};

} // namespace espseal::pki
