// SPDX-License-Identifier: Apache-2.0
// The commands of the group `vault`, one function each.
#pragma once

#include <QCoreApplication>

#include "app/cli/pki/passwords.h"
#include "core/pki/key_store.h"

#include <string>

namespace espseal::cli {

void add_vault_create(CLI::App &vault, Session &session);
void add_vault_list(CLI::App &vault, Session &session);
void add_vault_add(CLI::App &vault, Session &session);
void add_vault_remove(CLI::App &vault, Session &session);
void add_vault_rename(CLI::App &vault, Session &session);
void add_vault_password(CLI::App &vault, Session &session);
void add_vault_export(CLI::App &vault, Session &session);

// A vault with the password that opened it.
struct OpenedVault {
    pki::KeyStore store;
    SecureBytes password;
};

// Which vault: a file, or the keys.vault of a folder; and what opens it.
struct VaultChoice {
    std::string path;
    PasswordSource password;

    // The argument VAULT and the options --STEM-file, --STEM-fd.
    void add_to(CLI::App &command, const std::string &stem = "--password");
    [[nodiscard]] QString file() const;
    // Errors: "vault-missing", "password-needed", those of KeyStore::open().
    [[nodiscard]] Result<OpenedVault> open(const Session &session) const;
};

// Error (usage): "key-name".
[[nodiscard]] Result<void> check_key_name(const QString &name);

struct VaultTexts {
    Q_DECLARE_TR_FUNCTIONS(espseal::cli::vault)
};

} // namespace espseal::cli
