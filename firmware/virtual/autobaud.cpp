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
    return divider_for(baud, shortest_[0] + shortest_[1]);
}

uint32_t Autobaud::divider_for(uint32_t baud, uint32_t half_bits)
{
    const uint64_t speed = std::max(baud, 1U); // a pseudo-terminal may be set to 0
    return uint32_t((uint64_t(Uart::clock) * half_bits / 2 + speed - 1) / speed);
}

} // namespace espseal::device
