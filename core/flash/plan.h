// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

#include "core/flash/chip.h"
#include "core/flash/region.h"
#include "core/wire/agent_settings.h"

namespace espseal::flash {

enum class Sdk { v2, v3 }; // NONOS SDK generation
enum class TlsStack { axtls, mbedtls, espseal }; // libssl.a, libmbedtls.a, the bundled runtime

[[nodiscard]] QString sdk_name(Sdk sdk); // "2.x"
[[nodiscard]] QString tls_name(TlsStack tls); // "axtls"
// Bytes of a blob that the stack's reader looks at: 4096 or 8192.
[[nodiscard]] Size blob_limit(TlsStack tls);

// What the bundled agent is told; wire::AgentSettings without what only provisioning knows. Same units and ranges.
struct AgentPlan {
    wire::AgentRole role = wire::AgentRole::none; // none: other firmware, no settings sector
    QString host;
    std::uint16_t remote_port = 443;
    std::uint16_t local_port = 443;
    std::uint16_t buffer_size = 2048;
    bool client_verifies = false;
    bool client_authenticates = false;
    bool server_verifies = false;
    bool check_name = true;
    std::uint16_t reconnect_seconds = 2;

    [[nodiscard]] bool is_client() const { return role == wire::AgentRole::client || role == wire::AgentRole::both; }
    [[nodiscard]] bool is_server() const { return role == wire::AgentRole::server || role == wire::AgentRole::both; }
    [[nodiscard]] bool needs_ca() const { return (is_client() && client_verifies) || (is_server() && server_verifies); }
    [[nodiscard]] bool needs_identity() const { return (is_client() && client_authenticates) || is_server(); }
    bool operator==(const AgentPlan &) const = default;
};

// What is to lie where in one device's flash. Regions keep the user's order; those that the SDK keeps for itself need not be listed.
struct Plan {
    QString name;
    Size chip = Size(4u << 20);
    MapKind map = MapKind::map_1024_1024;
    Sdk sdk = Sdk::v3;
    QString sdk_release; // "3.0.4"; empty: not told, the newest of `sdk`
    TlsStack tls = TlsStack::espseal;
    bool der_payloads = false; // credentials lie in their blobs as DER, about 30 % smaller, instead of PEM
    QString firmware; // a KnownFirmware whose sectors the plan must leave alone; empty: other firmware
    std::optional<std::uint8_t> spi_mode; // as in ImageInfo: what the chip is to be read with; none: as the images say
    std::optional<std::uint8_t> spi_speed;
    AgentPlan agent;
    QList<Region> regions;

    [[nodiscard]] const Region *find(const QString &region) const;
    [[nodiscard]] const Region *find(RegionRole role) const; // the first of that role
    [[nodiscard]] qsizetype index_of(const QString &region) const; // -1: none
    // The region that serves this level: `ca` or `client_ca` for a client, and so on.
    [[nodiscard]] const Region *ca_for(Level level) const;
    [[nodiscard]] const Region *identity_for(Level level) const;
    [[nodiscard]] const SizeMap *size_map() const { return find_size_map(chip, map); }

    bool operator==(const Plan &) const = default;
};

// A region that has none of these names yet: "ca", "ca 2", ...
[[nodiscard]] QString free_name(const Plan &plan, const QString &wanted);

// The agent's settings as the plan has them. Sectors are those that the firmware is said to pass (client_sector, server_sector), else the
// regions' places. Errors: `agent-host-long`; `agent-one-sector` if client and server have different regions (the agent has one sector of each).
[[nodiscard]] Result<wire::AgentSettings> agent_settings(const Plan &plan);

} // namespace espseal::flash
