// SPDX-License-Identifier: Apache-2.0
// espseal cert export
#include "app/cli/pki/commands.h"
#include "app/cli/pki/export_choice.h"
#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "app/cli/pki/passwords.h"
#include "app/cli/pki/report.h"
#include "core/pki/staged_folder.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct ExportCommand {
    std::vector<std::string> files;
    pki::ExportFormat format = pki::ExportFormat::pem;
    std::string out;
    std::string only;
    bool with_root = false;
    bool legacy = false;
    pki::PayloadFormat payload = pki::PayloadFormat::pem;
    PasswordSource input_password;
    KeyProtection protection;
    bool replace = false;
};

// The password that the file is to have; nothing where the key is to be plain, and said to be, or where there is none.
Result<std::optional<SecureBytes>> password_for(const ExportCommand &command, const Session &session)
{
    const QString name = QString::fromLatin1(pki::info_of(command.format).name);
    switch (pki::info_of(command.format).protection) {
    case pki::KeyProtectionKind::none_inside:
        return std::nullopt;
    case pki::KeyProtectionKind::plain:
        if (!command.protection.plain)
            return usage_error(u"plain-key"_s, PkiText::tr("The format %1 holds the private key UNENCRYPTED.").arg(name),
                PkiText::tr("Give --plain-key if that is meant; pkcs8, pkcs12 and bundle take a password."));
        return std::nullopt;
    case pki::KeyProtectionKind::password:
        if (command.protection.plain)
            return usage_error(u"plain-key"_s, PkiText::tr("The format %1 always has a password.").arg(name),
                PkiText::tr("Leave out --plain-key, or choose pkcs8-plain, traditional or bundle."));
        break;
    case pki::KeyProtectionKind::password_or_plain:
        break;
    }
    return command.protection.password(session);
}

Result<void> write(const QString &path, const pki::Exported &exported, bool replace)
{
    auto folder = pki::StagedFolder::beside(QFileInfo(path).path());
    if (!folder)
        return failure(folder.error());
    const FileMode mode = exported.secret ? FileMode::secret : FileMode::shared;
    return folder->add(QFileInfo(path).fileName(), exported.bytes.view(), mode).and_then([&] { return folder->commit(overwrite(replace)); });
}

Result<Outcome> export_files(const ExportCommand &command, const Session &session)
{
    const pki::PasswordPrompt prompt = command.input_password.prompt(session);
    const auto gathered = pki::gather(to_qt(command.files), prompt, session.job());
    if (!gathered)
        return failure(gathered.error());
    if (const Error *locked = gathered->locked())
        return failure(*locked);
    const auto content = choose(pki::match(gathered->files), command.format, to_qt(command.only));
    if (!content)
        return failure(content.error());
    const auto password = password_for(command, session);
    if (!password)
        return failure(password.error());
    const auto exported = pki::export_credentials(*content,
        { .format = command.format,
            .password = *password ? &**password : nullptr,
            .with_root = command.with_root,
            .legacy = command.legacy,
            .der_payload = command.payload == pki::PayloadFormat::der });
    if (!exported)
        return failure(exported.error());
    const QString out = to_qt(command.out);
    if (const auto written = write(out, *exported, command.replace); !written)
        return failure(written.error());
    const QList<Finding> findings = gathered->findings + exported->findings;
    note(session, findings);
    const Size size(exported->bytes.size());
    return Outcome {
        .json = { { u"ok"_s, true }, { u"file"_s, out }, { u"format"_s, QString::fromLatin1(pki::info_of(command.format).name) },
            { u"size"_s, qint64(size.value()) }, { u"secret"_s, exported->secret }, { u"findings"_s, to_json(findings) } },
        .text = PkiText::tr("%1: %2, %3").arg(out, pki::format_label(command.format), to_string(size)),
    };
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
    add_choice<pki::ExportFormat>(*command, "--as", options->format, formats, "The format")->required();
    command->add_option("--out", options->out, "The file to write")->required();
    command->add_option(
        "--only", options->only, "Which certificate, where several could be meant: its name, its file, or the beginning of its SHA-256 fingerprint");
    command->add_flag("--with-root", options->with_root, "Include the self-signed root (chain-pem, fullchain, bundle, pkcs12)");
    command->add_flag("--legacy", options->legacy, "pkcs12: 3DES and SHA-1, for Windows before 2019 and old Java");
    add_payload(*command, options->payload);
    options->input_password.add_to(*command, "--input-password", "opens the files");
    options->protection.add_to(*command);
    add_replace(*command, options->replace);
    command->callback([options, &session] { session.choose([options](Session &chosen) { return export_files(*options, chosen); }); });
}

} // namespace espseal::cli
