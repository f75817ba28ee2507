// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace espseal::monitor {

// Wall time of this computer in microseconds, read from a steady clock that is set once a run: it never jumps, so differences are durations.
using HostTime = std::chrono::sys_time<std::chrono::microseconds>;

[[nodiscard]] HostTime host_now(); // any thread

} // namespace espseal::monitor
