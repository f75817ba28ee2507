// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include "core/base/units.h"
#include "core/flash/image.h"

#include <optional>
#include <span>

namespace espseal::flash {

// What lies in a region. `ca` and `identity` serve client and server alike (the bundled agent has one of each);
// the other four are for firmware that keeps them apart, as the manual's espconn_secure_* levels allow.
enum class RegionRole {
    bootloader,
    user1,
    user2,
    eagle_flash,
    irom0text,
    rf_calibration,
    phy_data,
    system_parameters,
    at_parameters,
    ca,
    client_ca,
    server_ca,
    identity, // certificate and private key
    client_identity,
    server_identity,
    agent_settings,
    file_system,
    user,
};

[[nodiscard]] std::span<const RegionRole> all_roles();
[[nodiscard]] QString role_name(RegionRole role); // "client-ca": plan files, JSON; also the usual name of such a region
[[nodiscard]] QString role_title(RegionRole role); // translated: "Client CA"
[[nodiscard]] std::optional<RegionRole> role_of(const QString &name);

[[nodiscard]] bool is_code(RegionRole role);
[[nodiscard]] bool is_system(RegionRole role); // RF calibration, PHY data, system parameters
[[nodiscard]] bool is_ca(RegionRole role);
[[nodiscard]] bool is_identity(RegionRole role);
[[nodiscard]] bool is_credential(RegionRole role); // is_ca or is_identity

// The side of a connection that espconn_secure_ca_enable and _cert_req_enable are told about.
enum class Level { client, server };
[[nodiscard]] bool serves(RegionRole role, Level level); // credentials only
[[nodiscard]] QString level_name(Level level); // "ESPCONN_CLIENT"
[[nodiscard]] QString enabling_call(RegionRole role); // "espconn_secure_ca_enable"; empty for roles that are no credential

struct Region {
    QString name; // unique in its plan
    RegionRole role = RegionRole::user;
    Range slot; // reserved; empty: not placed yet
    std::optional<Size> content; // bytes really used; none: not known yet
    QString file; // absolute path of what is written; empty: no file
    QString credential; // what fills a credential region instead of a file: a name that provision understands
    bool made_on_device = false; // an identity whose key the bundled agent makes itself: nothing is written there
    bool pinned = false; // suggest() and computed fixes leave it where it is
    std::optional<SectorIndex> client_sector; // what the firmware passes for ESPCONN_CLIENT, if known
    std::optional<SectorIndex> server_sector; // what it passes for ESPCONN_SERVER
    ImageInfo image; // of a program's file, once measure() has read it; plan files do not hold it

    [[nodiscard]] bool has_image() const { return image.file_size.value() != 0; }
    [[nodiscard]] bool is_placed() const { return !slot.empty(); }
    [[nodiscard]] std::optional<SectorIndex> argument(Level level) const { return level == Level::client ? client_sector : server_sector; }
    // From the slot's start to the end of slot or content, whichever is longer. Code with known content ends with the content.
    [[nodiscard]] Range occupied() const;

    bool operator==(const Region &) const = default;
};

// The call for the firmware's source, "espconn_secure_ca_enable(ESPCONN_CLIENT, 0x7B);", from the region's place. One for each level it serves.
[[nodiscard]] QStringList firmware_calls(const Region &region);

} // namespace espseal::flash
