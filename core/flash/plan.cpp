// SPDX-License-Identifier: Apache-2.0
#include "core/flash/plan.h"

#include "core/flash/texts.h"
#include "core/wire/blob.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::flash {

QString sdk_name(Sdk sdk)
{
    return sdk == Sdk::v2 ? u"2.x"_s : u"3.x"_s;
}

QString tls_name(TlsStack tls)
{
    switch (tls) {
    case TlsStack::axtls:
        return u"axtls"_s;
    case TlsStack::mbedtls:
        return u"mbedtls"_s;
    case TlsStack::espseal:
        break;
    }
    return u"espseal"_s;
}

Size blob_limit(TlsStack tls)
{
    return Size(tls == TlsStack::axtls ? wire::blob_limit_axtls : wire::blob_limit_mbedtls);
}

qsizetype Plan::index_of(const QString &region) const
{
    const auto found = std::ranges::find(regions, region, &Region::name);
    return found == regions.end() ? -1 : found - regions.begin();
}

const Region *Plan::find(const QString &region) const
{
    const qsizetype index = index_of(region);
    return index < 0 ? nullptr : &regions[index];
}

const Region *Plan::find(RegionRole role) const
{
    const auto found = std::ranges::find(regions, role, &Region::role);
    return found == regions.end() ? nullptr : &*found;
}

const Region *Plan::ca_for(Level level) const
{
    const auto found = std::ranges::find_if(regions, [&](const Region &region) { return is_ca(region.role) && serves(region.role, level); });
    return found == regions.end() ? nullptr : &*found;
}

const Region *Plan::identity_for(Level level) const
{
    const auto found = std::ranges::find_if(regions, [&](const Region &region) { return is_identity(region.role) && serves(region.role, level); });
    return found == regions.end() ? nullptr : &*found;
}

QString free_name(const Plan &plan, const QString &wanted)
{
    QString name = wanted;
    for (int number = 2; plan.index_of(name) >= 0; ++number)
        name = wanted + u' ' + QString::number(number);
    return name;
}

namespace {

// no_sector: nothing serves this level.
std::uint32_t sector_for(const Region *region, Level level)
{
    if (!region || !region->is_placed())
        return wire::no_sector;
    return region->argument(level).value_or(region->slot.start.sector()).value();
}

struct LevelUse {
    Level level;
    bool used;
};

// The sector of whichever levels use one; client and server must agree.
Result<std::uint16_t> shared_sector(const Plan &plan, const Region *(Plan::*region_for)(Level) const, LevelUse client, LevelUse server)
{
    std::uint32_t sector = wire::no_sector;
    for (const auto &[level, used] : { client, server }) {
        const std::uint32_t own = used ? sector_for((plan.*region_for)(level), level) : wire::no_sector;
        if (own == wire::no_sector)
            continue;
        if (sector != wire::no_sector && sector != own)
            return bad_input(u"agent-one-sector"_s,
                Texts::tr("The plan gives the agent's client sector %1 and its server sector %2, but the agent has one of each kind.")
                    .arg(to_string(SectorIndex(sector)), to_string(SectorIndex(own))),
                Texts::tr("Use one region that serves both (role “ca” or “identity”), or one role only."));
        sector = own;
    }
    if (sector > wire::no_sector)
        return bad_input(u"agent-sector-large"_s, Texts::tr("Sector %1 is beyond every chip.").arg(to_string(SectorIndex(sector))),
            Texts::tr("Give the sector number, 0x7B for address 0x7B000."));
    return static_cast<std::uint16_t>(sector);
}

} // namespace

Result<wire::AgentSettings> agent_settings(const Plan &plan)
{
    const AgentPlan &agent = plan.agent;
    const QByteArray host = agent.host.toUtf8();
    if (host.size() > wire::agent_host_max)
        return bad_input(u"agent-host-long"_s, Texts::tr("The server's name is longer than the %1 bytes that the agent keeps.").arg(wire::agent_host_max),
            Texts::tr("Use a shorter name or the address."));
    const auto ca = shared_sector(plan, &Plan::ca_for, { Level::client, agent.is_client() }, { Level::server, agent.is_server() });
    if (!ca)
        return std::unexpected(ca.error());
    const auto identity = shared_sector(plan, &Plan::identity_for, { Level::client, agent.is_client() }, { Level::server, agent.is_server() });
    if (!identity)
        return std::unexpected(identity.error());

    wire::AgentSettings settings;
    settings.role = agent.role;
    std::ranges::copy(host, settings.host);
    settings.remote_port = agent.remote_port;
    settings.local_port = agent.local_port;
    settings.ca_sector = *ca;
    settings.identity_sector = *identity;
    settings.client_verifies = agent.client_verifies;
    settings.client_authenticates = agent.client_authenticates;
    settings.server_verifies = agent.server_verifies;
    settings.check_name = agent.check_name;
    settings.buffer_size = agent.buffer_size;
    settings.reconnect_seconds = agent.reconnect_seconds;
    return settings;
}

} // namespace espseal::flash
