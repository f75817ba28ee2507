// SPDX-License-Identifier: Apache-2.0
// espseal ca new
#include "app/cli/pki/commands.h"
#include "app/cli/pki/messages.h"
#include "app/cli/pki/new_key.h"
#include "app/cli/pki/options.h"
#include "core/pki/issue.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

constexpr int ten_years = 3650;

struct CaNewOptions {
    ChoiceOptions choices;
    CaAccess parent; // of an intermediate CA
    OutputOptions output;
    NewKeyOptions new_key; // its module and PIN are the parent's, too
};

Result<pki::IssueOrder> order_of(const CaNewOptions &options)
{
    auto choices = options.choices.choices();
    if (!choices)
        return failure(choices.error());
    if (const auto named = check_named(choices->subject, {}); !named)
        return failure(named.error());
    const auto &base = choices->base;
    if (base && base->role != pki::Role::ca && !base->version_1)
        return usage_error(u"template-no-ca"_s, PkiText::tr("The template %1 makes no CA.").arg(base->name),
            PkiText::tr("Give private-ca, intermediate-ca or legacy-sdk; or use `espseal cert issue`."));
    if (base && base->role == pki::Role::ca && !base->self_signed && options.parent.folder.empty())
        return usage_error(u"parent-missing"_s, PkiText::tr("An intermediate CA needs a CA above it."), PkiText::tr("Give --parent DIR, or another template."));
    choices->role = pki::Role::ca;
    return choices->over(base ? pki::IssueChoices {} : pki::IssueChoices { .days = ten_years }).order();
}

Result<std::optional<OpenedCa>> open_parent(const CaNewOptions &options, const Session &session)
{
    if (options.parent.folder.empty())
        return std::nullopt;
    CaAccess access = options.parent;
    access.token_options = options.new_key.token_options;
    return access.open(session, options.output.protection.source).transform([](OpenedCa opened) { return std::optional(std::move(opened)); });
}

Result<pki::Certificate> make(const pki::IssueOrder &order, const pki::Signer &key, const std::optional<OpenedCa> &parent)
{
    return parent ? pki::issue(order.spec, pki::SubjectKey(key), parent->issuing()) : pki::make_ca(order.spec, key);
}

Result<void> add_certificates(CredentialOutput &output, const pki::Certificate &made, const std::optional<OpenedCa> &parent)
{
    if (!parent)
        return output.add(u"ca"_s, QList { made });
    const auto root = parent->root(); // peers need it beside the chain
    return output.add(u"ca"_s, QList { made } + parent->issuing().chain()).and_then([&] {
        return root ? output.add(u"root"_s, QList { *root }) : Result<void>();
    });
}

Outcome report(const CaNewOptions &options, const Session &session, const pki::Certificate &made, const NewKey &key, const std::optional<OpenedCa> &parent,
    const QStringList &files)
{
    MadeCertificate result { .certificate = made,
        .role = pki::Role::ca,
        .files = files,
        .findings = pki::issue_findings(made, parent ? parent->certificate : made),
        .key_encrypted = {},
        .signed_by = {} };
    if (!key.is_on_token())
        result.key_encrypted = !options.output.protection.plain;
    if (parent)
        result.signed_by = parent->audit;
    else if (key.is_on_token())
        result.signed_by = audit_of(key.signer());
    Outcome outcome = report(session, result);
    key.tell(outcome);
    return outcome;
}

Result<Outcome> make_new_ca(const CaNewOptions &options, const Session &session)
{
    const auto order = order_of(options);
    if (!order)
        return failure(order.error());
    const auto parent = open_parent(options, session);
    if (!parent)
        return failure(parent.error());
    auto output = options.new_key.prepare(options.output, u"ca"_s, u"ca.crt"_s, session);
    if (!output)
        return failure(output.error());
    const auto key = options.new_key.make(order->key, session);
    if (!key)
        return failure(key.error());
    const auto made = make(*order, key->signer(), *parent);
    if (!made)
        return failure(made.error());
    const auto files = add_certificates(*output, *made, *parent).and_then([&] { return key->add_to(*output, u"ca"_s); }).and_then([&] {
        return output->commit(options.output.replace);
    });
    if (!files)
        return failure(files.error());
    return report(options, session, *made, *key, *parent, *files);
}

} // namespace

void add_ca_new_command(CLI::App &ca, Session &session)
{
    auto options = std::make_shared<CaNewOptions>();
    CLI::App *command = ca.add_subcommand("new", "Make a CA: ca.crt and ca.key, or ca.crt and a key that stays on a token; below another one also root.crt");
    options->choices.add_to(*command, ChoiceOptions::For::ca);
    command->add_option("--parent", options->parent.folder, "Folder of the CA above: makes an intermediate CA");
    options->parent.password.add_to(*command, "--parent-password", "opens the key of the CA above, where it is not that of the new key");
    options->output.add_to(*command);
    options->new_key.add_to(*command);
    command->callback([options, &session] { session.choose([options](Session &chosen) { return make_new_ca(*options, chosen); }); });
}

} // namespace espseal::cli
