// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace espseal::device {

using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;
using Duration = Clock::duration;

inline constexpr Time never = Time::max();

// `never` stays `never`.
[[nodiscard]] constexpr Time later(Time start, Duration wait)
{
    return start == never ? never : start + wait;
}

// real: bytes take their time at the chosen baud and flash takes its time to erase and program. fast: neither takes any.
enum class LineRate { Real, Fast };

} // namespace espseal::device
