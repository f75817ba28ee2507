// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/progress.h"
#include "core/loader/device_info.h"
#include "core/loader/transport.h"

namespace espseal::loader {

struct ResetReport {
    bool done = false; // false: the port has no lines, somebody must press RST
    std::optional<BootBanner> banner; // what the board said then; nothing if it was silent or not readable
    QString text; // everything it printed at the boot speed while we listened, printable characters only
};

// A real reset with GPIO0 high, and a look at what the board prints then. Leaves the port at the boot speed.
// crystal_mhz: 26 or 40, see DeviceInfo.
[[nodiscard]] Result<ResetReport> restart_board(Transport &transport, int crystal_mhz, const Job &job);

} // namespace espseal::loader
