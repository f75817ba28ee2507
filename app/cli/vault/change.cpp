// SPDX-License-Identifier: Apache-2.0
// espseal vault remove, rename, password
#include <QJsonArray>

#include "app/cli/pki/options.h"
#include "app/cli/vault/commands.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct ChangeOptions {
    VaultChoice vault;
    std::vector<std::string> names; // to remove
    std::string old_name;
    std::string new_name;
    PasswordSource new_password;
};

// Opens the vault, changes it, says so.
template <class Change> Result<Outcome> change(const ChangeOptions &options, const Session &session, const Change &make, const QString &said)
{
    auto vault = options.vault.open(session);
    if (!vault)
        return failure(vault.error());
    if (const Result<void> changed = make(vault->store); !changed)
        return failure(changed.error());
    return Outcome { .json = { { u"ok"_s, true }, { u"vault"_s, vault->store.path() }, { u"names"_s, QJsonArray::fromStringList(vault->store.names()) } },
        .text = said.arg(vault->store.path()) };
}

Result<Outcome> remove(const ChangeOptions &options, const Session &session)
{
    const QStringList names = to_qt(options.names);
    return change(
        options, session, [&](pki::KeyStore &store) { return store.remove(names); }, VaultTexts::tr("Gone from %1: %2").arg(u"%1"_s, names.join(u", "_s)));
}

Result<Outcome> rename(const ChangeOptions &options, const Session &session)
{
    const QString name = to_qt(options.new_name);
    if (const auto fits = check_key_name(name); !fits)
        return failure(fits.error());
    return change(
        options, session, [&](pki::KeyStore &store) { return store.rename(to_qt(options.old_name), name); },
        VaultTexts::tr("In %1, %2 is called %3 now.").arg(u"%1"_s, to_qt(options.old_name), name));
}

Result<Outcome> change_password(const ChangeOptions &options, const Session &session)
{
    return change(
        options, session,
        [&](pki::KeyStore &store) {
            return new_password(options.new_password, session, VaultTexts::tr("New password for the vault: ")).and_then([&](const SecureBytes &password) {
                return store.change_password(password);
            });
        },
        VaultTexts::tr("%1 has the new password. Copies made before have the old one."));
}

} // namespace

void add_vault_remove(CLI::App &vault, Session &session)
{
    CLI::App &command = *vault.add_subcommand("remove", "Take keys out of a vault, for ever");
    const auto options = std::make_shared<ChangeOptions>();
    options->vault.add_to(command);
    command.add_option("NAME", options->names, "Names of the keys")->required();
    command.callback([&session, options] { session.choose([options](Session &chosen) { return remove(*options, chosen); }); });
}

void add_vault_rename(CLI::App &vault, Session &session)
{
    CLI::App &command = *vault.add_subcommand("rename", "Give a key in a vault another name");
    const auto options = std::make_shared<ChangeOptions>();
    options->vault.add_to(command);
    command.add_option("NAME", options->old_name, "Its name")->required();
    command.add_option("NEW", options->new_name, "Its new name")->required();
    command.callback([&session, options] { session.choose([options](Session &chosen) { return rename(*options, chosen); }); });
}

void add_vault_password(CLI::App &vault, Session &session)
{
    CLI::App &command = *vault.add_subcommand("password", "Give a vault another password");
    const auto options = std::make_shared<ChangeOptions>();
    options->vault.add_to(command);
    options->new_password.add_to(command, "--new-password", "is the new password");
    command.callback([&session, options] { session.choose([options](Session &chosen) { return change_password(*options, chosen); }); });
}

} // namespace espseal::cli
