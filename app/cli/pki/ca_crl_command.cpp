// SPDX-License-Identifier: Apache-2.0
// espseal ca crl
#include "app/cli/pki/ca_access.h"
#include "app/cli/pki/commands.h"
#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "app/cli/pki/report.h"
#include "core/pki/revocation.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct CrlOptions {
    CaAccess ca;
    int days = pki::crl_days;
    bool show = false;
};

QStringList describe(const pki::Crl &crl)
{
    const auto time = [](const QDateTime &when) { return when.toString(u"yyyy-MM-dd HH:mm"_s); };
    QStringList lines { PkiText::tr("Revocation list %1 of %2, %3 to %4 UTC, %n certificate(s)", nullptr, static_cast<int>(crl.entries().size()))
            .arg(crl.number(), crl.issuer_name(), time(crl.this_update()), time(crl.next_update())) };
    for (const pki::RevokedEntry &entry : crl.entries())
        lines << u"  %1  %2  %3"_s.arg(entry.serial, time(entry.when), pki::reason_text(entry.reason));
    return lines;
}

Result<Outcome> crl(const CrlOptions &options, const Session &session)
{
    if (options.ca.folder.empty())
        return usage_error(u"ca-missing"_s, PkiText::tr("The CA's folder is missing, where its revocation list is kept."), PkiText::tr("Give --ca DIR."));
    const pki::RevocationStore store(to_qt(options.ca.folder));
    const auto outcome = [&](const pki::Crl &list) {
        return Outcome {
            .json = { { u"ok"_s, true }, { u"crl_file"_s, store.path() }, { u"crl"_s, to_json(list) } },
            .text = describe(list).join(u'\n'),
        };
    };
    if (!options.show)
        return options.ca.open(session).and_then([&](const OpenedCa &ca) { return store.refresh(ca.issuing(), options.days); }).transform(outcome);
    const auto list = options.ca.read_certificate().and_then([&](const pki::Certificate &ca) { return store.read(ca); });
    if (!list)
        return failure(list.error());
    if (!*list)
        return bad_input(u"no-crl"_s, PkiText::tr("The CA has no revocation list yet."),
            PkiText::tr("Make one with `espseal ca crl --ca %1`.").arg(to_qt(options.ca.folder)));
    return outcome(**list);
}

} // namespace

void add_ca_crl_command(CLI::App &ca, Session &session)
{
    auto options = std::make_shared<CrlOptions>();
    CLI::App *command = ca.add_subcommand("crl", "Sign the CA's revocation list anew, with the same entries: ca.crl in its folder");
    options->ca.add_to(*command);
    command->add_option("--days", options->days, "Days until the next list is due (default 30)")->check(CLI::Range(1, 3650));
    command->add_flag("--show", options->show, "Only show the list as it is");
    command->callback([options, &session] { session.choose([options](Session &chosen) { return crl(*options, chosen); }); });
}

} // namespace espseal::cli
