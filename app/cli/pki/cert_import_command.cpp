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

Result<void> add_all(const ImportPlan &plan, CredentialOutput &output)
{
    for (const NamedCertificate &named : plan.certificates) {
        if (const auto added = output.add(named.stem, QList { named.certificate } + named.chain); !added)
            return added;
    }
    for (const NamedKey &named : plan.keys) {
        if (const auto added = output.add(named.stem, named.key); !added)
            return added;
    }
    for (const NamedRequest &named : plan.requests) {
        if (const auto added = output.add(named.stem, named.request); !added)
            return added;
    }
    for (const NamedCrl &named : plan.crls) {
        if (const auto added = output.add(named.stem, named.crl); !added)
            return added;
    }
    return {};
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
    for (const NamedRequest &named : plan.requests)
        lines << PkiText::tr("%1: request of %2, %3")
                     .arg(named.stem + u".csr"_s, named.request.display_name(),
                         named.answered ? PkiText::tr("answered by %1").arg(named.stem + u".crt"_s) : PkiText::tr("not answered yet"));
    for (const NamedCrl &named : plan.crls)
        lines << PkiText::tr("%1: revocation list of %2, %n certificate(s)", nullptr, static_cast<int>(named.crl.entries().size()))
                     .arg(named.stem + u".crl"_s, named.crl.issuer_name());
    return lines;
}

// Which file answers what, for scripts.
QJsonArray requests_to_json(const ImportPlan &plan)
{
    QJsonArray array;
    for (const NamedRequest &named : plan.requests)
        array << QJsonObject { { u"file"_s, named.stem + u".csr"_s }, { u"subject"_s, named.request.subject() }, { u"answered"_s, named.answered } };
    return array;
}

Result<Outcome> import(const ImportOptions &options, const Session &session)
{
    const pki::PasswordPrompt prompt = options.input_password.prompt(session);
    const auto gathered = pki::gather(to_qt(options.files), prompt, session.job());
    if (!gathered)
        return failure(gathered.error());
    if (const Error *locked = gathered->locked())
        return failure(*locked);
    const pki::Matching matching = pki::match(gathered->files);
    const auto plan = plan_import(matching);
    if (!plan)
        return failure(plan.error());
    auto password = plan->keys.isEmpty() ? Result<std::optional<SecureBytes>>() : options.protection.password(session);
    if (!password)
        return failure(password.error());
    auto output = CredentialOutput::to(to_qt(options.out), std::move(*password));
    if (!output)
        return failure(output.error());
    const auto written = add_all(*plan, *output).and_then([&] { return output->commit(options.replace); });
    if (!written)
        return failure(written.error());
    const QList<Finding> findings = gathered->findings + matching.findings + judge_all(*plan);
    note(session, findings);
    QList<pki::Certificate> certificates;
    for (const NamedCertificate &named : plan->certificates)
        certificates << named.certificate;
    return Outcome {
        .json = { { u"ok"_s, true }, { u"files"_s, QJsonArray::fromStringList(*written) }, { u"certificates"_s, to_json(certificates) },
            { u"requests"_s, requests_to_json(*plan) }, { u"key_encrypted"_s, !options.protection.plain }, { u"others"_s, gathered->others },
            { u"findings"_s, to_json(findings) } },
        .text = describe(*plan).join(u'\n'),
    };
}

} // namespace

void add_cert_import_command(CLI::App &cert, Session &session)
{
    auto options = std::make_shared<ImportOptions>();
    CLI::App *command
        = cert.add_subcommand("import", "Recognise files by content, match keys, certificates, requests and revocation lists, and store all as PEM");
    command->add_option("FILE", options->files, "Files and folders: PEM, DER, PKCS#7, PKCS#12, vaults, blobs, cert.h, private_key.h")->required();
    command->add_option("--out", options->out, "Folder for the files (default .)");
    options->input_password.add_to(*command, "--input-password", "opens the files");
    options->protection.add_to(*command);
    add_replace(*command, options->replace);
    command->callback([options, &session] { session.choose([options](Session &chosen) { return import(*options, chosen); }); });
}

} // namespace espseal::cli
