// SPDX-License-Identifier: Apache-2.0
#include "core/flash/rules.h"

#include "core/flash/firmware.h"
#include "core/flash/texts.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace espseal::flash::rules {

namespace {

Finding missing(const QString &region, const QString &message)
{
    Finding out = finding(
        u"required-region-missing"_s, Severity::error, { region }, {}, message, Texts::tr("Add the region, or let “espseal flash suggest” place it."));
    out.range.reset();
    return out;
}

void check_map(const Context &context, QList<Finding> &out)
{
    const Plan &plan = context.plan;
    const QString named = Texts::tr("%1 %2").arg(chip_size_name(plan.chip), map_kind_name(plan.map));
    const Range chip { Address(), plan.chip };
    if (!context.map || !context.map->supported)
        out += finding(
            u"map-unsupported"_s, Severity::error, {}, chip, Texts::tr("No SDK runs a %1 layout.").arg(named), Texts::tr("Choose another map for this chip."));
    else if (plan.sdk == Sdk::v3 && !context.map->sdk3_refusal.isEmpty())
        out += finding(u"map-unsupported"_s, Severity::error, {}, chip,
            Texts::tr("SDK 3.x refuses %1 (it prints “%2” and stops).").arg(named, context.map->sdk3_refusal),
            Texts::tr("Use SDK 2.x, or a chip of at least 1 MB."));
}

void check_programs(const Context &context, QList<Finding> &out)
{
    const Plan &plan = context.plan;
    const bool fota = plan.map != MapKind::non_fota;
    const KnownFirmware *firmware = find_firmware(plan.firmware);
    for (const RegionRole role : { fota ? RegionRole::bootloader : RegionRole::eagle_flash, fota ? RegionRole::user1 : RegionRole::irom0text }) {
        if (!plan.find(role) && !(firmware && firmware->one_image && role == RegionRole::irom0text))
            out += missing(role_name(role), Texts::tr("The plan does not say where “%1” lies, so nothing can be checked against it.").arg(role_name(role)));
    }
}

void check_agent(const Context &context, QList<Finding> &out)
{
    const Plan &plan = context.plan;
    const AgentPlan &agent = plan.agent;
    if (agent.role == wire::AgentRole::none)
        return;
    if (!plan.find(RegionRole::agent_settings))
        out += missing(role_name(RegionRole::agent_settings), Texts::tr("The agent has settings, but the plan has no region for them."));
    const auto needs = [&](bool needed, const Region *region, const QString &role, const QString &message) {
        if (needed && !region && !std::ranges::contains(out, QStringList { role }, &Finding::regions))
            out += missing(role, message);
    };
    needs(agent.is_client() && agent.client_verifies, plan.ca_for(Level::client), u"ca"_s,
        Texts::tr("The agent verifies its server, but the plan has no CA for that."));
    needs(agent.is_server() && agent.server_verifies, plan.ca_for(Level::server), u"ca"_s,
        Texts::tr("The agent verifies its clients, but the plan has no CA for that."));
    needs(agent.is_client() && agent.client_authenticates, plan.identity_for(Level::client), u"identity"_s,
        Texts::tr("The agent shows a client certificate, but the plan has none."));
    needs(agent.is_server(), plan.identity_for(Level::server), u"identity"_s,
        Texts::tr("The agent is a TLS server, but the plan has no certificate and key for it."));

    if (agent.is_client() && agent.host.isEmpty()) {
        out += finding(u"agent-host-missing"_s, Severity::warning, {}, {}, Texts::tr("The agent is a TLS client, but the plan names no server for it."),
            Texts::tr("Give the server's name or address as “host”, unless each device gets its own when it is provisioned."));
        out.last().range.reset();
        out.last().place = u"agent"_s;
    }
    if (const auto settings = agent_settings(plan); !settings) {
        out += finding(u"agent-one-sector"_s, Severity::error, {}, {}, settings.error().message, settings.error().fix);
        out.last().range.reset();
        out.last().place = u"agent"_s;
    }
}

// A program or system role stands for one place; SDK 3.x refuses a type that occurs twice, and boot finds one of them only.
void check_doubles(const Context &context, QList<Finding> &out)
{
    QHash<RegionRole, QString> first;
    for (const Region &region : context.plan.regions) {
        if (!is_code(region.role) && region.role != RegionRole::rf_calibration && region.role != RegionRole::phy_data)
            continue;
        if (first.contains(region.role))
            out += finding(u"partition-table-refused"_s, Severity::error, { region.name, first[region.role] }, region.slot,
                Texts::tr("%1 and %2 have the same role “%3”, which a device has once.")
                    .arg(Texts::quoted(region.name), Texts::quoted(first[region.role]), role_name(region.role)),
                Texts::tr("Take one of them out."));
        else
            first.insert(region.role, region.name);
    }
}

} // namespace

QList<Finding> plan_findings(const Context &context)
{
    QList<Finding> out;
    check_map(context, out);
    check_programs(context, out);
    check_agent(context, out);
    check_doubles(context, out);
    return out;
}

} // namespace espseal::flash::rules
