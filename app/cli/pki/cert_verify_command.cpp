// SPDX-License-Identifier: Apache-2.0
// espseal cert verify
#include "app/cli/pki/commands.h"
#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "app/cli/pki/report.h"
#include "core/pki/chain.h"
#include "core/pki/credential_file.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct VerifyOptions {
    std::string file;
    std::vector<std::string> cas;
    std::string name;
    std::string at;
    std::optional<pki::Role> role;
    bool strict = false;
};

Result<pki::ChainQuestion> question_of(const VerifyOptions &options)
{
    pki::ChainQuestion question;
    question.role = options.role;
    question.strict = options.strict;
    if (!options.name.empty()) {
        const auto name = pki::parse_alt_name(to_qt(options.name));
        if (!name)
            return failure(name.error());
        question.name = *name;
    }
    if (!options.at.empty()) {
        question.when = QDateTime::fromString(to_qt(options.at), Qt::ISODate);
        if (!question.when.isValid())
            return usage_error(
                u"time"_s, PkiText::tr("\"%1\" is no time.").arg(to_qt(options.at)), PkiText::tr("Give it as 2027-03-01 or 2027-03-01T12:00:00Z."));
    }
    return question;
}

Result<QList<pki::Certificate>> certificates_of(const QStringList &files)
{
    const auto read = pki::read_credential_files(files);
    if (!read)
        return failure(read.error());
    if (read->certificates.isEmpty())
        return bad_input(
            u"no-certificate"_s, PkiText::tr("There is no certificate in %1.").arg(files.join(u", "_s)), PkiText::tr("Give a file that holds one."));
    return read->certificates;
}

// The file's identity: its first certificate that is no CA; else its first.
pki::Certificate leaf_of(const QList<pki::Certificate> &certificates)
{
    const auto leaf = std::ranges::find_if_not(certificates, &pki::Certificate::is_ca);
    return leaf == certificates.end() ? certificates.first() : *leaf;
}

Result<Outcome> verify(const VerifyOptions &options, const Session &session)
{
    auto question = question_of(options);
    if (!question)
        return failure(question.error());
    const auto certificates = certificates_of({ to_qt(options.file) });
    if (!certificates)
        return failure(certificates.error());
    const auto anchors = certificates_of(to_qt(options.cas));
    if (!anchors)
        return failure(anchors.error());
    question->anchors = *anchors;
    question->intermediates = *certificates;
    const pki::Certificate leaf = leaf_of(*certificates);
    const QList<Finding> findings = pki::check_chain(leaf, *question);
    note(session, findings);
    const bool ok = findings.isEmpty();
    return Outcome {
        .json = { { u"ok"_s, ok }, { u"certificate"_s, to_json(leaf) }, { u"findings"_s, to_json(findings) } },
        .text = ok ? PkiText::tr("%1 verifies.").arg(leaf.display_name()) : PkiText::tr("%1 does not verify.").arg(leaf.display_name()),
        .status = ok ? 0 : 1,
    };
}

} // namespace

void add_cert_verify_command(CLI::App &cert, Session &session)
{
    auto options = std::make_shared<VerifyOptions>();
    CLI::App *command = cert.add_subcommand("verify", "Would a peer that trusts these CAs accept the certificate?");
    command->add_option("FILE", options->file, "The certificate, with its intermediates: PEM, DER, a blob, cert.h")->required();
    command->add_option("--ca", options->cas, "Trusted CA certificates")->required()->allow_extra_args(false);
    command->add_option("--name", options->name, "Address that the peer uses: a host name or an IP address");
    command
        ->add_option_function<std::string>(
            "--role", [options](const std::string &role) { options->role = role == "server" ? pki::Role::server : pki::Role::client; },
            "server or client: the purpose to ask for")
        ->check(CLI::IsMember({ "server", "client" }));
    command->add_option("--at", options->at, "Time to verify at (default now), as 2027-03-01T12:00:00Z");
    command->add_flag("--strict", options->strict, "RFC 5280 to the letter");
    command->callback([options, &session] { session.choose([options](Session &chosen) { return verify(*options, chosen); }); });
}

} // namespace espseal::cli
