// SPDX-License-Identifier: Apache-2.0
// espseal cert renew
#include "app/cli/pki/ca_access.h"
#include "app/cli/pki/commands.h"
#include "app/cli/pki/issue_options.h"
#include "app/cli/pki/key_file.h"
#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "app/cli/pki/report.h"
#include "core/pki/credential_file.h"
#include "core/pki/renew.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct RenewOptions {
    std::string file;
    CaAccess ca;
    ValidityOptions validity;
    std::optional<pki::Digest> digest;
    std::string key_file;
    std::string key_name;
    PasswordSource key_password;
    bool new_key = false;
    OutputOptions output;
};

Result<pki::Certificate> read_earlier(const QString &path)
{
    const auto file = pki::read_credential_file(path);
    if (!file)
        return failure(file.error());
    if (file->certificates.isEmpty())
        return bad_input(u"no-certificate"_s, PkiText::tr("There is no certificate in %1.").arg(path), PkiText::tr("Give the certificate to renew."));
    return file->certificates.first();
}

// Nothing: the earlier one stays.
Result<std::optional<pki::PrivateKey>> key_of(const RenewOptions &options, const pki::Certificate &earlier, const Session &session)
{
    if (options.new_key) {
        const pki::KeyKind kind = earlier.key();
        return pki::parse_key_spec(pki::to_string(pki::KeySpec { kind.type, kind.bits }))
            .and_then([&](const pki::KeySpec &spec) { return pki::PrivateKey::generate(spec, session.job()); })
            .transform([](const pki::PrivateKey &key) { return std::optional(key); });
    }
    if (options.key_file.empty())
        return std::nullopt;
    return read_key_file(to_qt(options.key_file), to_qt(options.key_name), options.key_password.prompt(session)).transform([](const pki::PrivateKey &key) {
        return std::optional(key);
    });
}

Result<pki::Renewal> renewal_of(const RenewOptions &options, const pki::Certificate &earlier)
{
    pki::IssueChoices choices;
    if (const auto read = options.validity.read_into(choices); !read)
        return failure(read.error());
    pki::Renewal renewal;
    renewal.digest = options.digest;
    if (choices.days || choices.from || choices.until) {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        const QDateTime begin = choices.from.value_or(now.addDays(-1));
        const qint64 length = choices.days ? qint64(*choices.days) * 86400 : earlier.not_before().secsTo(earlier.not_after());
        const QDateTime counted_from = choices.days && !choices.from ? now : begin;
        renewal.validity = pki::Validity { begin, choices.until.value_or(counted_from.addSecs(length)) };
    }
    return renewal;
}

Result<Outcome> renew(const RenewOptions &options, const Session &session)
{
    const QString path = to_qt(options.file);
    const auto earlier = read_earlier(path);
    if (!earlier)
        return failure(earlier.error());
    auto renewal = renewal_of(options, *earlier);
    if (!renewal)
        return failure(renewal.error());
    const auto opened = options.ca.open(session, options.output.protection.source);
    if (!opened)
        return failure(opened.error());
    const pki::IssuingCa ca = opened->issuing();
    auto output = options.new_key ? options.output.prepare(session) : CredentialOutput::to(to_qt(options.output.out), std::nullopt);
    if (!output)
        return failure(output.error());
    const auto key = key_of(options, *earlier, session);
    if (!key)
        return failure(key.error());
    if (*key)
        renewal->key = pki::SubjectKey(**key);
    const auto issued = pki::renew(*earlier, *renewal, ca);
    if (!issued)
        return failure(issued.error());
    const QString stem = QFileInfo(path).completeBaseName();
    const auto chain = *earlier == ca.certificate ? ca.above : ca.chain();
    const auto files = output->add(stem, QList { issued->certificate } + chain)
                           .and_then([&] { return options.new_key ? output->add(stem, **key) : Result<void>(); })
                           .and_then([&] { return output->commit(options.output.replace); });
    if (!files)
        return failure(files.error());
    return report(session,
        { .certificate = issued->certificate,
            .role = likely_role(issued->certificate),
            .files = *files,
            .findings = issued->findings,
            .key_encrypted = options.new_key ? std::optional(!options.output.protection.plain) : std::nullopt,
            .signed_by = opened->audit });
}

} // namespace

void add_cert_renew_command(CLI::App &cert, Session &session)
{
    auto options = std::make_shared<RenewOptions>();
    CLI::App *command = cert.add_subcommand("renew", "Make a certificate anew for another time: the same names and usages, the same key unless told");
    command->add_option("CERTIFICATE", options->file, "The certificate to renew; a CA's own is renewed with --ca of its folder")->required();
    options->ca.add_to(*command);
    options->validity.add_to(*command, "as long as before");
    add_choice<std::optional<pki::Digest>>(*command, "--digest", options->digest,
        { { "sha256", pki::Digest::sha256 }, { "sha384", pki::Digest::sha384 }, { "sha1", pki::Digest::sha1 } },
        "Digest of the signature (default: as before)");
    auto *key = command->add_option("--key,--key-file", options->key_file, "File with another key of its owner");
    options->key_password.add_to(*command, "--key-password", "that key");
    command->add_option("--key-name", options->key_name, "Which key, where --key names a vault with several")->needs(key);
    command->add_flag("--new-key", options->new_key, "Make a new key of the same kind")->excludes(key);
    options->output.add_to(*command);
    command->callback([options, &session] { session.choose([options](Session &chosen) { return renew(*options, chosen); }); });
}

} // namespace espseal::cli
