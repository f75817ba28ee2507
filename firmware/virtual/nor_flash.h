// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/bytes.h"
#include "firmware/virtual/clock.h"
#include "firmware/virtual/faults.h"

namespace espseal::device {

inline constexpr uint32_t sector_size = 4096;
inline constexpr uint32_t block_size = 65536;
inline constexpr uint32_t page_size = 256;

// Typical times of a Winbond W25Q32, or nothing at all.
struct FlashTimes {
    Duration sector_erase;
    Duration block_erase;
    Duration chip_erase;
    Duration first_byte; // of a page program
    Duration next_byte;
    Duration status_write;

    [[nodiscard]] static FlashTimes of(LineRate rate);
};

// SPI commands of a serial NOR flash; names as in Winbond's data sheets.
namespace spi_op {
inline constexpr uint8_t write_status = 0x01, page_program = 0x02, read = 0x03, write_disable = 0x04, read_status = 0x05, write_enable = 0x06, fast_read = 0x0B,
                         write_status2 = 0x31, read_status2 = 0x35, read_status3 = 0x15, erase_sector = 0x20, write_enable_volatile = 0x50,
                         erase_block32 = 0x52, sfdp = 0x5A, erase_chip2 = 0x60, enable_reset = 0x66, reset = 0x99, read_id = 0x9F, power_up = 0xAB,
                         power_down = 0xB9, erase_chip = 0xC7, erase_block = 0xD8;
}

// A serial NOR flash (W25Q family) over cells that somebody else keeps: programs only clear bits, erase sets them, each needs the
// write-enable latch and respects the status register's block protection. While it is busy it answers only status reads.
// The size is a power of two; higher address bits are ignored, as on the part.
class NorFlash {
public:
    NorFlash(std::span<uint8_t> cells, FlashTimes times, const Faults &faults);

    // One transaction: chip select low, op, 24-bit address if the op has one, `mosi` out, `miso` in, chip select high.
    void transact(uint8_t op, uint32_t address, View mosi, std::span<uint8_t> miso, Time now);
    void transact(uint8_t op, Time now) { transact(op, 0, {}, {}, now); }
    [[nodiscard]] bool busy(Time now) const;
    // When the running erase, program or status write ends; `never` if it never will.
    [[nodiscard]] Time ready_at(Time now) const;

    [[nodiscard]] uint32_t size() const { return uint32_t(cells_.size()); }
    [[nodiscard]] std::span<uint8_t> cells() const { return cells_; }
    [[nodiscard]] uint8_t status() const { return status1_; }
    // Bytes sent to be programmed since the start, by whatever path.
    [[nodiscard]] uint64_t programmed() const { return programmed_; }

private:
    [[nodiscard]] uint8_t status1(Time now) const;
    [[nodiscard]] bool writable(uint32_t address, uint32_t length) const;
    void read(uint32_t address, std::span<uint8_t> out) const;
    void program(uint32_t address, View data, Time now);
    void erase(uint32_t address, uint32_t length, Duration time, Time now);
    void write_status(View value, Time now);
    void start(Duration time, Time now);

    std::span<uint8_t> cells_;
    FlashTimes times_;
    const Faults &faults_;
    uint8_t status1_ = 0;
    uint8_t status2_ = 0;
    uint64_t programmed_ = 0;
    bool write_enabled_ = false;
    bool powered_down_ = false;
    bool reset_armed_ = false;
    bool stuck_ = false;
    Time busy_until_ {};
};

} // namespace espseal::device
