// SPDX-License-Identifier: Apache-2.0
// espseal cert issue
#include "app/cli/pki/ca_access.h"
#include "app/cli/pki/commands.h"
#include "app/cli/pki/issue_options.h"
#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct CertIssueOptions {
    IssueOptions common;
    CaAccess ca;
    pki::Role role = pki::Role::server;
};

Result<Outcome> issue_certificate(const CertIssueOptions &options, const Session &session)
{
    const auto spec = options.common.spec(options.role);
    if (!spec)
        return failure(spec.error());
    const auto ca = options.ca.open(session, options.common.protection.source);
    if (!ca)
        return failure(ca.error());
    auto prepared = options.common.prepare(session);
    if (!prepared)
        return failure(prepared.error());
    const auto key = pki::PrivateKey::generate(prepared->key, session.job());
    if (!key)
        return failure(key.error());
    auto outcome = pki::issue(*spec, *key, ca->certificate, *ca->signer).and_then([&](const pki::Certificate &certificate) {
        return options.common.write(session, pki::role_name(options.role), certificate, *key, options.role, prepared->output);
    });
    if (outcome)
        outcome->json.insert(u"signed_by"_s, ca->audit);
    return outcome;
}

} // namespace

void add_cert_issue_command(CLI::App &cert, Session &session)
{
    auto options = std::make_shared<CertIssueOptions>();
    CLI::App *command = cert.add_subcommand("issue", "Make a key and a certificate for it: ROLE.crt and ROLE.key");
    options->common.add_to(*command);
    command->add_option("--san", options->common.san, "Names of the server: IP:192.168.4.1,DNS:esp.local (default: the common name)");
    options->ca.add_to(*command);
    add_choice<pki::Role>(*command, "--role", options->role,
        { { "server", pki::Role::server }, { "client", pki::Role::client }, { "device", pki::Role::device } }, "What it is for (default server); device: both");
    command->callback([options, &session] { session.choose([options](Session &chosen) { return issue_certificate(*options, chosen); }); });
}

} // namespace espseal::cli
