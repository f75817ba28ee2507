// SPDX-License-Identifier: Apache-2.0
// espseal ca new
#include "app/cli/pki/commands.h"
#include "app/cli/pki/issue_options.h"
#include "app/cli/pki/messages.h"
#include "core/pki/issue.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

constexpr int ten_years = 3650;

Result<Outcome> make_new_ca(const IssueOptions &options, const Session &session)
{
    const auto spec = options.spec(pki::Role::ca);
    if (!spec)
        return failure(spec.error());
    auto prepared = options.prepare(session);
    if (!prepared)
        return failure(prepared.error());
    const auto key = pki::PrivateKey::generate(prepared->key, session.job());
    if (!key)
        return failure(key.error());
    return pki::make_ca(*spec, *key).and_then([&](const pki::Certificate &ca) {
        return options.write(session, u"ca"_s, ca, *key, pki::Role::ca, prepared->output);
    });
}

} // namespace

void add_ca_new_command(CLI::App &ca, Session &session)
{
    auto options = std::make_shared<IssueOptions>();
    options->days = ten_years;
    CLI::App *command = ca.add_subcommand("new", "Make a CA: ca.crt and ca.key");
    options->add_to(*command);
    command->callback([options, &session] { session.choose([options](Session &chosen) { return make_new_ca(*options, chosen); }); });
}

} // namespace espseal::cli
