// SPDX-License-Identifier: Apache-2.0
// What the SDK's and its users' file names say about what is in them.
#pragma once

#include <QString>

#include "core/flash/region.h"

#include <optional>

namespace espseal::flash {

struct FlashFileName {
    RegionRole role = RegionRole::user;
    std::optional<std::uint8_t> size_map; // user1.4096.new.6.bin
    QString version; // boot_v1.7.bin: "1.7"; esp_init_data_default_v08.bin: "08"
    bool blank = false; // blank.bin: one erased sector
};

// None: the name says nothing. Any case.
[[nodiscard]] std::optional<FlashFileName> parse_flash_file_name(const QString &file_name);

} // namespace espseal::flash
