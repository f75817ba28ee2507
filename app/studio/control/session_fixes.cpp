// SPDX-License-Identifier: Apache-2.0
#include "app/studio/control/session_fixes.h"

#include "app/studio/studio.h"

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

// The board does not trust us: it needs the CA that signed what the listener shows.
std::optional<FixAction> put_our_ca(const Studio &studio)
{
    const StoredCredential *own = studio.workspace.find(studio.listener.settings().identity);
    const StoredCredential *ca = own ? studio.workspace.issuer_of(*own) : nullptr;
    const flash::Plan &plan = studio.document.plan();
    const flash::Region *region = plan.ca_for(plan.agent.is_client() ? flash::Level::client : flash::Level::server);
    if (!ca || !region || region->credential == ca->name)
        return std::nullopt;
    return FixAction { put_action + ca->name, Studio::tr("Put %1 on the map").arg(ca->certificate.display_name()), region->name, {} };
}

bool is_about_content(const QString &code)
{
    return code.startsWith("blob-"_L1) || code == "no-settings"_L1 || code == "key-mismatch"_L1;
}

void add_fixes(Finding &finding, const Studio &studio)
{
    if (finding.code == "peer-not-trusted"_L1 || finding.code == "peer-chain-signature"_L1) {
        if (const std::optional<FixAction> fix = put_our_ca(studio))
            finding.actions.append(*fix);
    } else if (is_about_content(finding.code) && studio.devices.current()) {
        finding.actions.append({ action::run_provision, Studio::tr("Provision %1").arg(studio.devices.current()->name()), {}, {} });
    }
}

} // namespace

QList<Finding> session_findings(const Studio &studio, quint64 session)
{
    QList<Finding> findings = studio.sessions.findings(session);
    for (Finding &finding : findings)
        add_fixes(finding, studio);
    return findings;
}

} // namespace espseal::studio
