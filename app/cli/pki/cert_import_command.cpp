// SPDX-License-Identifier: Apache-2.0
// espseal cert import
#include "app/cli/pki/commands.h"
#include "app/cli/pki/credential_output.h"
#include "app/cli/pki/import_plan.h"
#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "app/cli/pki/passwords.h"
#include "app/cli/pki/report.h"
#include "core/pki/judge.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct ImportOptions {
    std::vector<std::string> files;
    std::string out = ".";
    PasswordSource input_password;
    KeyProtection protection;
    bool replace = false;
};

QList<Finding> judge_all(const ImportPlan &plan)
{
    QList<Finding> findings;
    for (const NamedCertificate &named : plan.certificates)
        findings << pki::judge(named.certificate, likely_role(named.certificate));
    return findings;
}

Result<QStringList> write(const ImportPlan &plan, CredentialOutput &output, bool replace)
{
    for (const NamedCertificate &named : plan.certificates) {
        if (const auto added = output.add(named.stem, QList { named.certificate } + named.chain); !added)
            return failure(added.error());
    }
    for (const NamedKey &named : plan.keys) {
        if (const auto added = output.add(named.stem, named.key); !added)
            return failure(added.error());
    }
    return output.commit(replace);
}

QStringList describe(const ImportPlan &plan)
{
    QStringList lines;
    for (const NamedCertificate &named : plan.certificates)
        lines << PkiText::tr("%1: %2, %3, issued by %4")
                     .arg(named.stem + u".crt"_s, named.certificate.display_name(), named.certificate.key().name, named.certificate.issuer_name());
    for (const NamedKey &named : plan.keys)
        lines << u"%1: %2, %3"_s.arg(named.stem + u".key"_s, named.key.kind().name,
            named.has_certificate ? PkiText::tr("key of %1").arg(named.stem + u".crt"_s) : PkiText::tr("no certificate for it"));
    return lines;
}

Result<Outcome> import(const ImportOptions &options, const Session &session)
{
    const auto files = pki::read_credential_files(to_qt(options.files), options.input_password.prompt(session));
    if (!files)
        return failure(files.error());
    const auto plan = plan_import(files->certificates, files->keys);
    if (!plan)
        return failure(plan.error());
    auto password = plan->keys.isEmpty() ? Result<std::optional<SecureBytes>>() : options.protection.password(session);
    if (!password)
        return failure(password.error());
    auto output = CredentialOutput::to(to_qt(options.out), std::move(*password));
    if (!output)
        return failure(output.error());
    const auto written = write(*plan, *output, options.replace);
    if (!written)
        return failure(written.error());
    const QList<Finding> findings = files->findings + judge_all(*plan);
    note(session, findings);
    return Outcome {
        .json = { { u"ok"_s, true }, { u"files"_s, QJsonArray::fromStringList(*written) }, { u"certificates"_s, to_json(files->certificates) },
            { u"key_encrypted"_s, !options.protection.plain }, { u"findings"_s, to_json(findings) } },
        .text = describe(*plan).join(u'\n'),
    };
}

} // namespace

void add_cert_import_command(CLI::App &cert, Session &session)
{
    auto options = std::make_shared<ImportOptions>();
    CLI::App *command = cert.add_subcommand("import", "Recognise files by content, match keys to certificates, and store both as PEM");
    command->add_option("FILE", options->files, "PEM, DER, PKCS#12, blobs, cert.h, private_key.h")->required();
    command->add_option("--out", options->out, "Folder for the files (default .)");
    options->input_password.add_to(*command, "--input-password", "opens the files");
    options->protection.add_to(*command);
    add_replace(*command, options->replace);
    command->callback([options, &session] { session.choose([options](Session &chosen) { return import(*options, chosen); }); });
}

} // namespace espseal::cli
