// SPDX-License-Identifier: Apache-2.0
// espseal cert export
#include "app/cli/pki/commands.h"
#include "app/cli/pki/export_choice.h"
#include "app/cli/pki/export_output.h"
#include "app/cli/pki/options.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct ExportCommand {
    std::vector<std::string> files;
    std::string only;
    PasswordSource input_password;
    ExportOutput output;
};

Result<Outcome> export_files(const ExportCommand &command, const Session &session)
{
    const pki::PasswordPrompt prompt = command.input_password.prompt(session);
    const auto gathered = pki::gather(to_qt(command.files), prompt, session.job());
    if (!gathered)
        return failure(gathered.error());
    if (const Error *locked = gathered->locked())
        return failure(*locked);
    const auto content = choose(pki::match(gathered->files), command.output.format, to_qt(command.only));
    if (!content)
        return failure(content.error());
    return command.output.write(*content, gathered->findings, session);
}

} // namespace

void add_cert_export_command(CLI::App &cert, Session &session)
{
    auto options = std::make_shared<ExportCommand>();
    CLI::App *command = cert.add_subcommand("export", "Write certificates and keys in the form that another program wants");
    command->add_option("FILE", options->files, "Files and folders in any format")->required();
    std::map<std::string, pki::ExportFormat> formats;
    for (const pki::ExportFormatInfo &info : pki::export_formats())
        formats.emplace(info.name, info.format);
    add_choice<pki::ExportFormat>(*command, "--as", options->output.format, formats, "The format")->required();
    command->add_option(
        "--only", options->only, "Which certificate, where several could be meant: its name, its file, or the beginning of its SHA-256 fingerprint");
    command->add_flag("--with-root", options->output.with_root, "Include the self-signed root (chain-pem, fullchain, bundle, pkcs12)");
    command->add_flag("--legacy", options->output.legacy, "pkcs12: 3DES and SHA-1, for Windows before 2019 and old Java");
    add_payload(*command, options->output.payload);
    options->input_password.add_to(*command, "--input-password", "opens the files");
    options->output.add_to(*command);
    command->callback([options, &session] { session.choose([options](Session &chosen) { return export_files(*options, chosen); }); });
}

} // namespace espseal::cli
