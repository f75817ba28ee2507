// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/nor_flash.h"

#include <array>

namespace espseal::device {

// The ESP8266's SPI0 controller as registers (0x60000200..0x600002FF): user commands by USER/USER1/USER2 and the hard-wired ones of CMD.
// An operation is over when the write to CMD returns; how long the flash stays busy is the flash's matter.
class SpiUnit {
public:
    explicit SpiUnit(NorFlash &flash)
        : flash_(flash)
    {
    }
    void reset();
    // Connects the pins; before that the flash hears nothing and reads give FF.
    void attach() { attached_ = true; }

    // `offset` from 0x60000200, a multiple of 4 below 0x100.
    [[nodiscard]] uint32_t read(uint32_t offset) const { return registers_[offset / 4]; }
    void write(uint32_t offset, uint32_t value, Time now);

private:
    void run(uint32_t command, Time now);
    void run_user(Time now);
    void run_hard_wired(uint32_t command, Time now);
    void transact(uint8_t op, uint32_t address, View mosi, std::span<uint8_t> miso, Time now);
    [[nodiscard]] uint32_t &at(uint32_t offset) { return registers_[offset / 4]; }
    [[nodiscard]] Bytes data(size_t length, bool upper_half) const;
    void set_data(View bytes, bool upper_half);

    NorFlash &flash_;
    std::array<uint32_t, 64> registers_ {};
    bool attached_ = false;
};

} // namespace espseal::device
