// SPDX-License-Identifier: Apache-2.0
// espseal cert verify
#include "app/cli/pki/commands.h"
#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "app/cli/pki/passwords.h"
#include "app/cli/pki/report.h"
#include "app/cli/pki/verify_report.h"
#include "core/base/files.h"
#include "core/pki/credential_file.h"
#include "core/pki/peer_policy.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct VerifyOptions {
    std::string file;
    std::vector<std::string> cas;
    std::vector<std::string> untrusted;
    std::vector<std::string> crls;
    bool crl_all = false;
    std::string name;
    std::string at;
    std::optional<pki::Role> role;
    std::optional<int> level;
    bool strict = false;
    std::string key;
    PasswordSource password;
    pki::DeviceProfile device;
    CLI::Option *device_option = nullptr;
    std::string ca_blob;
    std::string device_clock;
    pki::Holder holder = pki::Holder::peer;
    int free_heap = 0;
    std::string own;
};

Result<QDateTime> time_of(const std::string &text)
{
    QDateTime time = QDateTime::fromString(to_qt(text), Qt::ISODate);
    if (!time.isValid())
        return usage_error(u"time"_s, PkiText::tr("\"%1\" is no time.").arg(to_qt(text)), PkiText::tr("Give it as 2027-03-01 or 2027-03-01T12:00:00Z."));
    return time;
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

Result<void> read_shown(const VerifyOptions &options, pki::JudgementQuestion &question)
{
    QStringList files { to_qt(options.file) };
    files << to_qt(options.untrusted);
    auto sent = certificates_of(files);
    if (!sent)
        return failure(sent.error());
    sent->removeOne(question.certificate);
    question.sent = *std::move(sent);
    return {};
}

Result<void> read_key(const VerifyOptions &options, const Session &session, pki::JudgementQuestion &question)
{
    if (options.key.empty())
        return {};
    const QString file = to_qt(options.key);
    const auto read = pki::read_credential_file(file, options.password.prompt(session));
    if (!read)
        return failure(read.error());
    if (read->keys.isEmpty())
        return bad_input(u"no-key"_s, PkiText::tr("There is no private key in %1.").arg(file), PkiText::tr("Give a file that holds one."));
    // A vault has several.
    const auto own = std::ranges::find_if(read->keys, [&](const pki::PrivateKey &key) { return question.certificate.matches(key); });
    question.key = own == read->keys.end() ? read->keys.first() : *own;
    return {};
}

// Of a device that holds FILE: its blob. Of one that verifies: what it shows itself.
Result<void> read_own(const VerifyOptions &options, pki::JudgementQuestion &question)
{
    if (!options.own.empty()) {
        auto own = certificates_of({ to_qt(options.own) });
        if (!own)
            return failure(own.error());
        question.own_chain = *std::move(own);
    }
    if (options.holder != pki::Holder::device)
        return {};
    const QString file = to_qt(options.file);
    auto bytes = read_file(file, pki::credential_file_limit);
    if (!bytes)
        return failure(bytes.error());
    const SecureBytes secret = SecureBytes::take(*bytes);
    if (auto blob = pki::inspect_blob(secret.view(), file)) // any other format will do too
        question.identity_blob = *std::move(blob);
    return {};
}

Result<void> read_trust(const VerifyOptions &options, pki::JudgementQuestion &question)
{
    if (!options.ca_blob.empty()) {
        const QString file = to_qt(options.ca_blob);
        const auto sector = read_file(file, pki::credential_file_limit);
        if (!sector)
            return failure(sector.error());
        question.ca_sector = *sector;
        if (options.cas.empty()) {
            const auto blob = pki::read_credential_file(file);
            question.chain.anchors = blob ? blob->certificates : QList<pki::Certificate>();
        }
    }
    if (options.cas.empty())
        return {};
    const auto anchors = certificates_of(to_qt(options.cas));
    if (!anchors)
        return failure(anchors.error());
    question.chain.anchors = *anchors;
    return {};
}

Result<void> read_revocation(const VerifyOptions &options, pki::ChainQuestion &chain)
{
    chain.crl_check = options.crl_all ? pki::CrlCheck::all : pki::CrlCheck::leaf;
    for (const QString &file : to_qt(options.crls)) {
        const auto bytes = read_file(file, pki::credential_file_limit);
        if (!bytes)
            return failure(bytes.error());
        const auto crls = pki::read_crls({ reinterpret_cast<const std::uint8_t *>(bytes->constData()), static_cast<std::size_t>(bytes->size()) }, file);
        if (!crls)
            return failure(crls.error());
        chain.crls << *crls;
    }
    return {};
}

Result<void> read_names_and_times(const VerifyOptions &options, pki::JudgementQuestion &question)
{
    if (!options.name.empty()) {
        const auto name = pki::parse_alt_name(to_qt(options.name));
        if (!name)
            return failure(name.error());
        question.chain.name = *name;
    }
    if (!options.at.empty()) {
        const auto when = time_of(options.at);
        if (!when)
            return failure(when.error());
        question.chain.when = *when;
        question.device_clock = *when;
    }
    if (options.device_clock == "none") {
        question.device_clock.reset();
    } else if (!options.device_clock.empty()) {
        const auto clock = time_of(options.device_clock);
        if (!clock)
            return failure(clock.error());
        question.device_clock = *clock;
    }
    return {};
}

Result<pki::JudgementQuestion> question_of(const VerifyOptions &options, const Session &session)
{
    const auto shown = certificates_of({ to_qt(options.file) });
    if (!shown)
        return failure(shown.error());
    pki::JudgementQuestion question { .certificate = leaf_of(*shown) };
    question.chain.role = options.role;
    question.chain.strict = options.strict;
    question.chain.level = options.level ? *options.level : pki::peer_security_level();
    question.holder = options.holder;
    if (options.device_option->count() > 0)
        question.device = options.device;
    if (options.free_heap > 0)
        question.free_heap = Size(static_cast<std::uint64_t>(options.free_heap));
    return read_names_and_times(options, question)
        .and_then([&] { return read_shown(options, question); })
        .and_then([&] { return read_own(options, question); })
        .and_then([&] { return read_trust(options, question); })
        .and_then([&] { return read_revocation(options, question.chain); })
        .and_then([&] { return read_key(options, session, question); })
        .transform([&] { return question; });
}

Result<Outcome> verify(const VerifyOptions &options, const Session &session)
{
    if (options.cas.empty() && options.ca_blob.empty())
        return usage_error(u"no-ca"_s, PkiText::tr("Nothing says which CA is trusted."), PkiText::tr("Give --ca FILE, or --ca-blob FILE with --device."));
    const auto question = question_of(options, session);
    if (!question)
        return failure(question.error());
    const pki::Judgement judgement = pki::judge(*question);
    note(session, judgement.findings);
    return Outcome { .json = to_json(judgement, *question), .text = to_text(judgement, *question), .status = judgement.ok() ? 0 : 1 };
}

void add_trust_options(CLI::App &command, VerifyOptions &options)
{
    command.add_option("--ca", options.cas, "Trusted CA certificates")->allow_extra_args(false);
    command.add_option("--untrusted", options.untrusted, "CA certificates that are sent along, in that order")->allow_extra_args(false);
    command.add_option("--crl", options.crls, "Revocation lists: then the certificate must be on none of its CA's")->allow_extra_args(false);
    command.add_flag("--crl-all", options.crl_all, "Ask for the revocation of the CAs in between too");
    command.add_option("--level", options.level, "OpenSSL's security level for keys and digests (default that of its TLS peers)")->check(CLI::Range(0, 5));
    command.add_flag("--strict", options.strict, "RFC 5280 to the letter");
}

void add_device_options(CLI::App &command, VerifyOptions &options)
{
    options.device_option = add_device(command, options.device);
    command.add_option("--ca-blob", options.ca_blob, "What the device's CA sector holds: the blob, or its sectors as read from flash");
    command.add_option("--device-clock", options.device_clock, "The device's time, or none (default that of --at)")->needs(options.device_option);
    add_choice<pki::Holder>(command, "--shown-by", options.holder, { { "peer", pki::Holder::peer }, { "device", pki::Holder::device } },
        "Who shows FILE: peer (default; the device verifies it) or device (its peers verify it)");
    command.add_option("--own", options.own, "Certificate that the device shows while it verifies FILE: counts for memory and time")
        ->needs(options.device_option);
    command.add_option("--free-heap", options.free_heap, "Bytes that the device has free before the handshake")
        ->check(CLI::Range(1, 1 << 20))
        ->needs(options.device_option);
}

} // namespace

void add_cert_verify_command(CLI::App &cert, Session &session)
{
    auto options = std::make_shared<VerifyOptions>();
    CLI::App *command = cert.add_subcommand("verify", "Would a peer that trusts these CAs accept the certificate, and would a device?");
    command->add_option("FILE", options->file, "The certificate, with its intermediates: PEM, DER, a blob, cert.h")->required();
    add_trust_options(*command, *options);
    command->add_option("--name", options->name, "Address that the peer uses: a host name or an IP address");
    add_taken(
        *command, "--role,--purpose", [options](const std::string &role) { options->role = role.ends_with("server") ? pki::Role::server : pki::Role::client; },
        "server or client: the purpose to ask for")
        ->check(CLI::IsMember({ "server", "client", "sslserver", "sslclient" }));
    command->add_option("--at", options->at, "Time to verify at (default now), as 2027-03-01T12:00:00Z");
    command->add_option("--key", options->key, "Private key that should belong to the certificate");
    options->password.add_to(*command, "--password", "opens the key");
    add_device_options(*command, *options);
    command->callback([options, &session] { session.choose([options](Session &chosen) { return verify(*options, chosen); }); });
}

} // namespace espseal::cli
