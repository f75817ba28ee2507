// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

namespace espseal::device {

// The ROM's speed measurement after a reset: it counts 30 edges on the line and takes the shortest low and high pulse for a bit.
class Autobaud {
public:
    // The UART divider, once this byte at `baud` completed the measurement.
    std::optional<uint32_t> push(uint8_t byte, uint32_t baud);

    // What the measurement makes of clean bits: rounded up, as seen on boards (452 at 115200). `half_bits` is the pulses' mean, doubled.
    [[nodiscard]] static uint32_t divider_for(uint32_t baud, uint32_t half_bits = 2);

private:
    void bit(bool level);

    bool level_ = true;
    uint32_t run_ = 0; // bits at this level
    uint32_t edges_ = 0;
    uint32_t shortest_[2] = { UINT32_MAX, UINT32_MAX };
};

} // namespace espseal::device
