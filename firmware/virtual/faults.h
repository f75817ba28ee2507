// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace espseal::device {

// What is wrong with this device. Read afresh at each use, so a fault may be switched while the device runs.
struct Faults {
    bool no_sync = false; // the wire host -> chip is cut while the ROM loader runs
    bool run_mode = false; // GPIO0 cannot be pulled low: every reset boots from flash
    uint32_t noise = 0; // one byte in N has a bit flipped, both directions; 0: none
    uint32_t drop = 0; // one byte in N is lost, both directions; 0: none
    uint32_t lost_answer = 0; // every Nth command is carried out but not answered; 0: none
    std::optional<uint32_t> stuck_sector; // any address in a sector that keeps its content whatever is written or erased
    bool stuck_busy = false; // after an erase or program the flash never gets ready again
    std::optional<uint32_t> unplug_after; // vanishes for good after this many bytes of flash data
    bool bad_id = false; // JEDEC id FFFFFF
    bool zero_efuse = false; // all eFuses read 0
    bool other_chip = false; // identifies itself as an ESP32
    std::optional<uint32_t> max_baud; // faster bytes arrive as nonsense, both directions
    std::optional<uint32_t> slow_erase; // each erase takes this many milliseconds, at any line rate

    // "NAME" or "NAME=VALUE", value decimal or 0x hex. The error is a sentence for the user.
    std::expected<void, std::string> set(std::string_view spec);
    std::expected<void, std::string> clear(std::string_view name);
    // The active faults, in the form that set() takes.
    [[nodiscard]] std::vector<std::string> active() const;
};

// All names with what they take and do, one a line, for --help.
[[nodiscard]] std::string fault_help();

} // namespace espseal::device
