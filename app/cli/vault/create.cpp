// SPDX-License-Identifier: Apache-2.0
#include <QFileInfo>

#include "app/cli/vault/commands.h"
#include "core/base/files.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

Result<Outcome> create(const VaultChoice &vault, const Session &session)
{
    const QString file = vault.file();
    if (QFileInfo::exists(file)) // before the password is asked for
        return bad_input(u"file-exists"_s, VaultTexts::tr("%1 is already there.").arg(file), VaultTexts::tr("Add keys to it, or choose another place."));
    const auto password = new_password(vault.password, session, VaultTexts::tr("New password for the vault: "));
    if (!password)
        return failure(password.error());
    const auto made = make_folder(QFileInfo(file).path()).and_then([&] { return pki::KeyStore::create(file, *password); });
    if (!made)
        return failure(made.error());
    return Outcome { .json = { { u"ok"_s, true }, { u"vault"_s, file } },
        .text = VaultTexts::tr("Made: %1. Nobody can open it without its password.").arg(file) };
}

} // namespace

void add_vault_create(CLI::App &vault, Session &session)
{
    CLI::App &command = *vault.add_subcommand("create", "Make an empty vault");
    const auto choice = std::make_shared<VaultChoice>();
    choice->add_to(command);
    command.callback([&session, choice] { session.choose([choice](Session &chosen) { return create(*choice, chosen); }); });
}

} // namespace espseal::cli
