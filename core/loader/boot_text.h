// SPDX-License-Identifier: Apache-2.0
// What the mask ROM prints after a reset.
#pragma once

#include "core/loader/device_info.h"
#include "core/loader/transport.h"

namespace espseal::loader {

// 115200 baud for the 40 MHz crystal that the ROM believes in; with the usual 26 MHz it comes out as 74880.
[[nodiscard]] constexpr int boot_baud(int crystal_mhz)
{
    return crystal_mhz == 40 ? 115200 : 74880;
}

// The last banner in the text; nothing if there is none.
[[nodiscard]] std::optional<BootBanner> find_banner(const QString &text);

// Listens until a banner is complete or `patience` is over. Only printable characters and line ends are kept, at most 4096.
[[nodiscard]] Result<QString> listen_for_banner(Transport &transport, std::chrono::milliseconds patience, const std::stop_token &stop);

} // namespace espseal::loader
