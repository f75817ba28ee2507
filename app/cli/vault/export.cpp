// SPDX-License-Identifier: Apache-2.0
#include "app/cli/pki/export_output.h"
#include "app/cli/pki/options.h"
#include "app/cli/vault/commands.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct ExportOptions {
    VaultChoice vault;
    std::string name;
    ExportOutput output { .format = pki::ExportFormat::pkcs8 };
};

Result<Outcome> export_key(const ExportOptions &options, const Session &session)
{
    const auto vault = options.vault.open(session);
    if (!vault)
        return failure(vault.error());
    const auto key = vault->store.key(to_qt(options.name));
    if (!key)
        return failure(key.error());
    pki::ExportContent content;
    content.key = *key;
    return options.output.write(content, {}, session);
}

} // namespace

void add_vault_export(CLI::App &vault, Session &session)
{
    CLI::App &command = *vault.add_subcommand("export", "Write a copy of a key for another program");
    const auto options = std::make_shared<ExportOptions>();
    options->vault.add_to(command, "--input-password");
    command.add_option("NAME", options->name, "Name of the key")->required();
    std::map<std::string, pki::ExportFormat> formats;
    using enum pki::ExportFormat;
    for (const pki::ExportFormat format : { pkcs8, pkcs8_der, pkcs8_plain, pkcs8_plain_der, traditional, traditional_der })
        formats.emplace(pki::info_of(format).name, format);
    add_choice<pki::ExportFormat>(command, "--as", options->output.format, formats, "The format (default pkcs8)");
    options->output.add_to(command);
    command.callback([&session, options] { session.choose([options](Session &chosen) { return export_key(*options, chosen); }); });
}

} // namespace espseal::cli
