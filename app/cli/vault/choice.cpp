// SPDX-License-Identifier: Apache-2.0
#include <QFileInfo>

#include "app/cli/pki/options.h"
#include "app/cli/vault/commands.h"
#include "core/pki/batch_manifest.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

void VaultChoice::add_to(CLI::App &command, const std::string &stem)
{
    command.add_option("VAULT", path, "The vault, or the folder whose keys.vault is meant")->required();
    password.add_to(command, stem, "opens the vault");
}

QString VaultChoice::file() const
{
    const QString given = to_qt(path);
    const bool is_file = QFileInfo(given).isFile() || (given.endsWith(".vault"_L1) && !QFileInfo(given).isDir());
    return is_file ? given : given + u'/' + pki::vault_file_name;
}

Result<OpenedVault> VaultChoice::open(const Session &session) const
{
    const QString name = file();
    if (!QFileInfo::exists(name))
        return bad_input(u"vault-missing"_s, VaultTexts::tr("There is no vault %1.").arg(name), VaultTexts::tr("Make one with `espseal vault create`."));
    auto given = password.prompt(session)(QFileInfo(name).fileName());
    if (!given)
        return bad_input(u"password-needed"_s, VaultTexts::tr("%1 is locked with a password.").arg(name),
            VaultTexts::tr("Give its password with %1 FILE or %2 N.")
                .arg(to_qt(password.file_option()->get_name()), to_qt(password.descriptor_option()->get_name())));
    auto store = pki::KeyStore::open(name, *given);
    if (!store)
        return failure(store.error());
    return OpenedVault { *std::move(store), *std::move(given) };
}

Result<void> check_key_name(const QString &name)
{
    const QString problem = pki::folder_name_problem(name); // the certificate that it belongs to is the file NAME.crt
    return problem.isEmpty() ? Result<void>() : usage_error(u"key-name"_s, problem, VaultTexts::tr("Choose a name that files can have."));
}

} // namespace espseal::cli
