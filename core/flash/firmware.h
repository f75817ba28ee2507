// SPDX-License-Identifier: Apache-2.0
// Firmware whose use of flash is known: Espressif's examples and the Arduino core. The sectors are data: resources/flash/firmware.json, which names their
// sources.
#pragma once

#include <QString>
#include <QStringList>

#include "core/flash/plan.h"

#include <optional>
#include <span>
#include <vector>

namespace espseal::flash {

struct FirmwareSector {
    std::vector<MapKind> maps; // where it holds
    Range range;
    QString use; // "WPA2 enterprise CA"
    std::optional<RegionRole> role; // the firmware itself looks there for this content; none: it writes there
};

struct KnownFirmware {
    QString name; // "at_nano": plan files
    QString title;
    bool phy_data_in_flash = true; // false: sector N-4 is free for other use
    bool one_image = false; // the program is one file from address 0; there is no eagle.irom0text.bin
    std::vector<FirmwareSector> sectors;
};

[[nodiscard]] std::span<const KnownFirmware> known_firmware();
[[nodiscard]] const KnownFirmware *find_firmware(const QString &name);
[[nodiscard]] QStringList known_firmware_names();
// The name itself if it is known.
[[nodiscard]] std::optional<QString> known_firmware_name(const QString &name);

// The sectors that the plan's firmware uses on the plan's map; none for other firmware.
[[nodiscard]] std::vector<FirmwareSector> firmware_sectors(const Plan &plan);
// Whether what the firmware looks for there is what this role holds: `ca` serves a client, too.
[[nodiscard]] bool expects(const FirmwareSector &sector, RegionRole role);
// Where the firmware looks for what this role holds.
[[nodiscard]] std::optional<FirmwareSector> expected_sector(const Plan &plan, RegionRole role);

} // namespace espseal::flash
