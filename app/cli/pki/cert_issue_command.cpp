// SPDX-License-Identifier: Apache-2.0
// espseal cert issue
#include "app/cli/pki/commands.h"
#include "app/cli/pki/issue_options.h"
#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "core/pki/credential_file.h"
#include "core/pki/identity.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct CertIssueOptions {
    IssueOptions common;
    std::string ca_folder;
    std::string ca_certificate;
    std::string ca_key;
    PasswordSource ca_password;
    pki::Role role = pki::Role::server;
};

Result<pki::Identity> read_ca(const CertIssueOptions &options, const Session &session)
{
    const QString folder = to_qt(options.ca_folder);
    const QString certificate = options.ca_certificate.empty() ? folder + u"/ca.crt"_s : to_qt(options.ca_certificate);
    const QString key = options.ca_key.empty() ? folder + u"/ca.key"_s : to_qt(options.ca_key);
    if (options.ca_folder.empty() && (options.ca_certificate.empty() || options.ca_key.empty()))
        return usage_error(u"ca-missing"_s, PkiText::tr("There is no CA to sign with."), PkiText::tr("Give --ca DIR, or --ca-cert FILE and --ca-key FILE."));
    const auto password = options.ca_password.prompt(session, options.common.protection.source);
    const auto files = pki::read_credential_files({ certificate, key }, password);
    if (!files)
        return failure(files.error());
    return pki::Identity::find(files->certificates, files->keys);
}

Result<Outcome> issue_certificate(const CertIssueOptions &options, const Session &session)
{
    const auto spec = options.common.spec(options.role);
    if (!spec)
        return failure(spec.error());
    const auto ca = read_ca(options, session);
    if (!ca)
        return failure(ca.error());
    auto prepared = options.common.prepare(session);
    if (!prepared)
        return failure(prepared.error());
    const auto key = pki::PrivateKey::generate(prepared->key, session.job());
    if (!key)
        return failure(key.error());
    return pki::issue(*spec, *key, ca->certificate(), ca->key()).and_then([&](const pki::Certificate &certificate) {
        return options.common.write(session, pki::role_name(options.role), certificate, *key, options.role, prepared->output);
    });
}

} // namespace

void add_cert_issue_command(CLI::App &cert, Session &session)
{
    auto options = std::make_shared<CertIssueOptions>();
    CLI::App *command = cert.add_subcommand("issue", "Make a key and a certificate for it: ROLE.crt and ROLE.key");
    options->common.add_to(*command);
    command->add_option("--san", options->common.san, "Names of the server: IP:192.168.4.1,DNS:esp.local (default: the common name)");
    auto *folder = command->add_option("--ca", options->ca_folder, "Folder with ca.crt and ca.key");
    command->add_option("--ca-cert", options->ca_certificate, "Certificate of the CA")->excludes(folder);
    command->add_option("--ca-key", options->ca_key, "Key of the CA")->excludes(folder);
    options->ca_password.add_to(*command, "--ca-password", "opens the CA's key, where it is not that of the new key");
    add_choice<pki::Role>(*command, "--role", options->role,
        { { "server", pki::Role::server }, { "client", pki::Role::client }, { "device", pki::Role::device } }, "What it is for (default server); device: both");
    command->callback([options, &session] { session.choose([options](Session &chosen) { return issue_certificate(*options, chosen); }); });
}

} // namespace espseal::cli
