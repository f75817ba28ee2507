// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/autobaud.h"

#include "firmware/virtual/uart.h"

namespace espseal::device {
namespace {

constexpr uint32_t edges_wanted = 30;

} // namespace

void Autobaud::bit(bool level)
{
    if (level != level_) {
        // The pulse before the first edge is the idle line.
        if (edges_ > 0)
            shortest_[level_] = std::min(shortest_[level_], run_);
        ++edges_;
        run_ = 0;
        level_ = level;
    }
    ++run_;
}

std::optional<uint32_t> Autobaud::push(uint8_t byte, uint32_t baud)
{
    bit(false);
    for (int i = 0; i < 8; ++i)
        bit((byte >> i) & 1);
    bit(true);
    if (edges_ < edges_wanted)
        return std::nullopt;
    const uint32_t twice = shortest_[0] + shortest_[1];
    return std::max(1U, (Uart::clock * twice / 2 + baud - 1) / std::max(baud, 1U));
}

} // namespace espseal::device
