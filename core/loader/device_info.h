// SPDX-License-Identifier: Apache-2.0
// What a board says about itself.
#pragma once

#include <QString>

#include "core/base/units.h"

#include <array>
#include <cstdint>
#include <optional>

namespace espseal::loader {

using MacAddress = std::array<std::uint8_t, 6>;

// "a4:cf:12:56:78:9a"
[[nodiscard]] QString to_string(const MacAddress &mac);

// The first line a chip prints after a reset, at 74880 baud (26 MHz crystal).
struct BootBanner {
    int cause = 0; // 1 power-on, 2 reset pin or software, 4 hardware watchdog
    int mode = 0; // GPIO15*4 + GPIO0*2 + GPIO2: 1 serial loader, 3 flash
    int sdio = 0; // second number of the mode; of no interest here
    bool operator==(const BootBanner &) const = default;

    [[nodiscard]] bool runs_from_flash() const { return mode == 3; }
};

struct DeviceInfo {
    QString port;
    QString chip; // "ESP8266EX", "ESP8285N08", "ESP8285"
    MacAddress mac {}; // of the station, from eFuse
    bool mac_is_blank = false; // empty eFuses (damaged or clone chip): no identity may be bound to this MAC
    std::uint32_t chip_id = 0; // the SDK's system_get_chip_id
    std::uint32_t flash_id = 0; // JEDEC as esptool prints it, manufacturer in the low byte: 0x1640EF
    QString flash_maker; // "Winbond"; empty if unknown: show the id beside it always
    std::optional<Size> flash_size; // from the id, or as the caller overrode it
    int crystal_mhz = 26; // 26 or 40
    int baud = 115200; // of this session
    QString reset; // how the loader was entered: "classic", "tight", "none" (no lines: it was there already)
    bool can_reset = false; // DTR and RTS exist

    // Where the chip ends; 4 MB, the mask ROM's own idea, while the size is unknown.
    [[nodiscard]] Size usable_size() const { return flash_size.value_or(Size(4u << 20)); }
};

} // namespace espseal::loader
