// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/bytes.h"

#include <string>

namespace espseal::device {

// How a start from flash ends.
enum class BootEnd { Runs, Stops, Reboots };

struct BootReport {
    std::string text; // what ROM, boot loader and SDK start-up print, all at the ROM's speed
    BootEnd end;
};

// What a chip with this flash does when it starts from it: the ROM loads the image at 0, our boot loader there the image at 0x1000
// (or, if the image at 0 is the application itself, that one runs), and the application wants PHY init data.
[[nodiscard]] BootReport boot_report(View flash);

} // namespace espseal::device
