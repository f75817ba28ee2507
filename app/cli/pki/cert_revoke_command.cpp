// SPDX-License-Identifier: Apache-2.0
// espseal cert revoke
#include "app/cli/pki/ca_access.h"
#include "app/cli/pki/commands.h"
#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "app/cli/pki/report.h"
#include "core/pki/credential_file.h"
#include "core/pki/revocation.h"
#include "core/pki/serial.h"
#include "core/pki/validity.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct RevokeOptions {
    std::string file;
    std::string serial;
    CaAccess ca;
    std::string reason = "unspecified";
    std::string at;
    int days = pki::crl_days;
};

Result<pki::RevokedEntry> entry_of(const RevokeOptions &options, const pki::Certificate &ca)
{
    const auto reason = pki::parse_reason(to_qt(options.reason));
    const auto when = options.at.empty() ? Result<QDateTime>(QDateTime::currentDateTimeUtc()) : pki::parse_time(to_qt(options.at));
    if (!reason || !when)
        return failure(reason ? when.error() : reason.error());
    if (!options.serial.empty())
        return pki::Serial::parse(to_qt(options.serial)).transform([&](const pki::Serial &serial) {
            return pki::RevokedEntry { serial.text(), QDateTime::fromSecsSinceEpoch(when->toSecsSinceEpoch(), QTimeZone::UTC), *reason };
        });
    const auto file = pki::read_credential_file(to_qt(options.file));
    if (!file)
        return failure(file.error());
    if (file->certificates.isEmpty())
        return bad_input(
            u"no-certificate"_s, PkiText::tr("There is no certificate in %1.").arg(to_qt(options.file)), PkiText::tr("Give the certificate to revoke."));
    return pki::revoked_entry(file->certificates.first(), ca, *reason, *when);
}

Result<Outcome> revoke(const RevokeOptions &options, const Session &session)
{
    if (options.file.empty() == options.serial.empty())
        return usage_error(u"certificate-missing"_s, PkiText::tr("It is not clear which certificate to revoke."),
            PkiText::tr("Give its file, or --serial with its serial number."));
    if (options.ca.folder.empty())
        return usage_error(u"ca-missing"_s, PkiText::tr("The CA's folder is missing, where its revocation list is kept."), PkiText::tr("Give --ca DIR."));
    const auto entry = options.ca.read_certificate().and_then([&](const pki::Certificate &ca) { return entry_of(options, ca); });
    if (!entry)
        return failure(entry.error());
    const auto ca = options.ca.open(session);
    if (!ca)
        return failure(ca.error());
    const pki::RevocationStore store(to_qt(options.ca.folder));
    return store.revoke(*entry, ca->issuing(), options.days).transform([&](const pki::Revocation &done) {
        note(session, done.findings);
        return Outcome {
            .json = { { u"ok"_s, true }, { u"serial"_s, entry->serial }, { u"reason"_s, pki::reason_name(entry->reason) }, { u"crl_file"_s, store.path() },
                { u"crl"_s, to_json(done.crl) }, { u"findings"_s, to_json(done.findings) } },
            .text
            = PkiText::tr("Revoked: the certificate with the serial number %1.\nThe list %2 names %n certificate(s) now; publish it to those who check it.",
                nullptr, static_cast<int>(done.crl.entries().size()))
                .arg(entry->serial, store.path()),
        };
    });
}

} // namespace

void add_cert_revoke_command(CLI::App &cert, Session &session)
{
    auto options = std::make_shared<RevokeOptions>();
    CLI::App *command = cert.add_subcommand("revoke", "Take a certificate back: adds it to the CA's revocation list, ca.crl in its folder");
    auto *file = command->add_option("CERTIFICATE", options->file, "The certificate");
    command->add_option("--serial", options->serial, "Its serial number in hexadecimal, if the certificate is lost")->excludes(file);
    options->ca.add_to(*command);
    command->add_option("--reason", options->reason, "keyCompromise, superseded, cessationOfOperation, ... (default unspecified)");
    command->add_option("--at", options->at, "When it was revoked (default now), as 2027-03-01T12:00:00Z");
    command->add_option("--days", options->days, "Days until the next list is due (default 30)")->check(CLI::Range(1, 3650));
    command->callback([options, &session] { session.choose([options](Session &chosen) { return revoke(*options, chosen); }); });
}

} // namespace espseal::cli
