// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/bus.h"

namespace espseal::device {

// What the ROM and the stub do with the flash, each step waiting until the flash is ready. The driver carries the time on:
// `time()` is when the CPU gets that far, `never` once it waits for a flash that will not get ready.
class FlashDriver {
public:
    FlashDriver(NorFlash &flash, const Bus &bus, Time start)
        : flash_(flash)
        , bus_(bus)
        , time_(start)
    {
    }

    // Write-enables and sets the status register.
    void set_status(uint8_t status);
    // The size check of these three is against the ROM's idea of the chip, which the host can change. False if it failed.
    [[nodiscard]] bool erase_sector(uint32_t number);
    [[nodiscard]] bool erase_block(uint32_t number);
    // Programs in pieces of at most `step` bytes that do not cross a page.
    [[nodiscard]] bool program(uint32_t address, View data, uint32_t step);
    void erase_chip();
    // The ROM's area erase with its bug: after the first sectors up to a block boundary it erases the full count once more from there.
    // `address` is sector-aligned.
    [[nodiscard]] bool erase_area_as_rom(uint32_t address, uint32_t size);
    [[nodiscard]] Bytes read(uint32_t address, uint32_t length) const;

    // At most what 24 address bits reach.
    [[nodiscard]] uint32_t chip_size() const { return std::min(bus_.read(flash_descriptor + 4), 1U << 24); }
    [[nodiscard]] Time time() const { return time_; }

private:
    void run(uint8_t op, uint32_t address, View data);

    NorFlash &flash_;
    const Bus &bus_;
    Time time_;
};

} // namespace espseal::device
