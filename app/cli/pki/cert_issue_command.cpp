// SPDX-License-Identifier: Apache-2.0
// espseal cert issue
#include "app/cli/pki/cert_issue_batch.h"
#include "app/cli/pki/commands.h"
#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "core/pki/issue.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

Result<pki::IssueOrder> order_of(const CertIssueOptions &options)
{
    const auto choices = options.choices.choices();
    if (!choices)
        return failure(choices.error());
    if (const auto named = check_named(choices->subject, choices->alt_names); !named)
        return failure(named.error());
    const auto order = choices->order();
    if (order && order->self_signed)
        return usage_error(u"template-signs-itself"_s, PkiText::tr("The template %1 makes a CA of its own.").arg(choices->base->name),
            PkiText::tr("Use `espseal ca new`, or the template intermediate-ca."));
    return order;
}

Result<Outcome> issue_one(const CertIssueOptions &options, const Session &session)
{
    const auto order = order_of(options);
    if (!order)
        return failure(order.error());
    const auto opened = options.ca.open(session, options.output.protection.source);
    if (!opened)
        return failure(opened.error());
    const pki::IssuingCa ca = opened->issuing();
    auto output = options.output.prepare(session);
    if (!output)
        return failure(output.error());
    const auto key = pki::PrivateKey::generate(order->key, session.job());
    if (!key)
        return failure(key.error());
    const auto made = pki::issue(order->spec, *key, ca);
    if (!made)
        return failure(made.error());
    const QString stem = pki::role_name(order->spec.role);
    const auto files = output->add(stem, QList { *made } + ca.chain()).and_then([&] { return output->add(stem, *key); }).and_then([&] {
        return output->commit(options.output.replace);
    });
    if (!files)
        return failure(files.error());
    return report(session,
        { .certificate = *made,
            .role = order->spec.role,
            .files = *files,
            .findings = pki::issue_findings(*made, ca.certificate),
            .key_encrypted = !options.output.protection.plain,
            .signed_by = opened->audit });
}

} // namespace

void add_cert_issue_command(CLI::App &cert, Session &session)
{
    auto options = std::make_shared<CertIssueOptions>();
    CLI::App *command = cert.add_subcommand("issue", "Make a key and a certificate for it: ROLE.crt and ROLE.key; or many, from a list");
    options->choices.add_to(*command, ChoiceOptions::For::certificate);
    options->ca.add_to(*command);
    options->output.add_to(*command);
    auto *manifest = command->add_option("--manifest", options->manifest,
        "CSV file with an identity in each line, in the columns name, cn, san, mac, template, role, key, digest, days, from, until, serial, "
        "c, st, l, o, ou, ...; other options count for all lines. Makes a folder for each; run again, it goes on where it stopped");
    command->add_option("--jobs", options->jobs, "Threads for --manifest (default: one for each core)")->needs(manifest)->check(CLI::Range(1, 1024));
    add_choice<std::optional<pki::PayloadFormat>>(*command, "--payload", options->payload,
        { { "pem", pki::PayloadFormat::pem }, { "der", pki::PayloadFormat::der } },
        "With --manifest: write esp_cert_private_key.bin for the device, UNENCRYPTED, and no key files unless their protection is given")
        ->needs(manifest);
    command->callback([options, &session] {
        session.choose([options](Session &chosen) { return options->manifest.empty() ? issue_one(*options, chosen) : issue_manifest(*options, chosen); });
    });
}

} // namespace espseal::cli
