// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "app/cli/vault/commands.h"

namespace espseal::cli {

void add_vault_commands(CLI::App &app, Session &session)
{
    CLI::App &vault = *app.add_subcommand("vault", "One file, keys.vault, for the private keys of a folder, under one password");
    vault.require_subcommand(1);
    vault.fallthrough();
    add_vault_create(vault, session);
    add_vault_list(vault, session);
    add_vault_add(vault, session);
    add_vault_remove(vault, session);
    add_vault_rename(vault, session);
    add_vault_password(vault, session);
    add_vault_export(vault, session);
}

} // namespace espseal::cli
