// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/mac.h"
#include "firmware/virtual/spi_unit.h"
#include "firmware/virtual/uart.h"

namespace espseal::device {

inline constexpr uint32_t dram_start = 0x3FFE8000, iram_start = 0x40100000;
// The ROM's description of the flash chip: id, size, block, sector, page, status mask.
inline constexpr uint32_t flash_descriptor = 0x3FFFC718;

// What the CPU sees at an address: RAM, eFuses, the UART divider, the SPI unit, other peripheral registers as plain storage.
// Elsewhere reads give 0 and writes vanish. Addresses are taken as word-aligned.
class Bus {
public:
    Bus(SpiUnit &spi, Uart &uart, const Mac &mac, const Faults &faults);

    // Registers to 0 and the ROM's own data to its start values; other RAM keeps its content, as on the chip.
    void reset();
    [[nodiscard]] uint32_t read(uint32_t address) const;
    void write(uint32_t address, uint32_t value, Time now);
    void load_ram(uint32_t address, View bytes);

private:
    [[nodiscard]] uint8_t *ram(uint32_t address);

    SpiUnit &spi_;
    Uart &uart_;
    std::array<uint32_t, 4> efuses_;
    const Faults &faults_;
    Bytes dram_;
    Bytes iram_;
    std::vector<uint32_t> peripherals_;
};

} // namespace espseal::device
