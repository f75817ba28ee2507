// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/nor_flash.h"

#include "firmware/virtual/sfdp.h"

#include <bit>
#include <utility>

namespace espseal::device {
namespace {

using namespace std::chrono_literals;

constexpr uint8_t busy_bit = 0x01;
constexpr uint8_t write_enable_bit = 0x02;
constexpr uint8_t winbond = 0xEF;
constexpr uint8_t w25q = 0x40;

// Bits 2..4 protect nothing, an upper 1/64 up to 1/2, or (6 and 7: here only 7) all of the chip; W25Q32FV table with TB = SEC = CMP = 0.
uint32_t protected_from(uint8_t status, uint32_t size)
{
    const uint32_t level = (status >> 2) & 7;
    if (level == 0)
        return size;
    return level == 7 ? 0 : size - (size >> (7 - level));
}

bool is_status_read(uint8_t op)
{
    return op == spi_op::read_status || op == spi_op::read_status2 || op == spi_op::read_status3;
}

} // namespace

FlashTimes FlashTimes::of(LineRate rate)
{
    if (rate == LineRate::Fast)
        return {};
    return { .sector_erase = 45ms, .block_erase = 150ms, .chip_erase = 10s, .first_byte = 30us, .next_byte = 2235ns, .status_write = 10ms };
}

NorFlash::NorFlash(std::span<uint8_t> cells, FlashTimes times, const Faults &faults)
    : cells_(cells)
    , times_(times)
    , faults_(faults)
{
}

bool NorFlash::busy(Time now) const
{
    return now < busy_until_ || (stuck_ && faults_.stuck_busy);
}

Time NorFlash::ready_at(Time now) const
{
    return stuck_ && faults_.stuck_busy ? never : std::max(now, busy_until_);
}

uint8_t NorFlash::status1(Time now) const
{
    return uint8_t(status1_ | (write_enabled_ ? write_enable_bit : 0) | (busy(now) ? busy_bit : 0));
}

void NorFlash::transact(uint8_t op, uint32_t address, View mosi, std::span<uint8_t> miso, Time now)
{
    std::ranges::fill(miso, 0xFF);
    if ((busy(now) && !is_status_read(op)) || (powered_down_ && op != spi_op::power_up))
        return;
    const bool reset_armed = std::exchange(reset_armed_, false);
    switch (op) {
    case spi_op::read:
    case spi_op::fast_read:
        return read(address, miso);
    case spi_op::read_id: {
        const uint8_t id[] = { winbond, w25q, uint8_t(std::countr_zero(size())) };
        for (size_t i = 0; i < miso.size() && i < std::size(id) && !faults_.bad_id; ++i)
            miso[i] = id[i];
        return;
    }
    case spi_op::read_status:
        std::ranges::fill(miso, status1(now));
        return;
    case spi_op::read_status2:
        std::ranges::fill(miso, status2_);
        return;
    case spi_op::read_status3:
        std::ranges::fill(miso, uint8_t(0));
        return;
    case spi_op::sfdp:
        return read_sfdp(size(), address, miso);
    case spi_op::write_enable:
    case spi_op::write_enable_volatile:
        write_enabled_ = true;
        return;
    case spi_op::write_disable:
        write_enabled_ = false;
        return;
    case spi_op::write_status:
        return write_status(mosi, now);
    case spi_op::write_status2:
        if (!mosi.empty())
            write_status(Bytes { status1_, mosi[0] }, now);
        return;
    case spi_op::page_program:
        return program(address, mosi, now);
    case spi_op::erase_sector:
        return erase(address, sector_size, times_.sector_erase, now);
    case spi_op::erase_block32:
        return erase(address, block_size / 2, times_.block_erase, now);
    case spi_op::erase_block:
        return erase(address, block_size, times_.block_erase, now);
    case spi_op::erase_chip:
    case spi_op::erase_chip2:
        return erase(0, size(), times_.chip_erase, now);
    case spi_op::power_down:
        powered_down_ = true;
        return;
    case spi_op::power_up:
        powered_down_ = false;
        std::ranges::fill(miso, uint8_t(std::countr_zero(size()) - 1));
        return;
    case spi_op::enable_reset:
        reset_armed_ = true;
        return;
    case spi_op::reset:
        if (reset_armed)
            write_enabled_ = false;
        return;
    default:
        return;
    }
}

void NorFlash::read(uint32_t address, std::span<uint8_t> out) const
{
    for (size_t i = 0; i < out.size(); ++i)
        out[i] = cells_[(address + i) & (size() - 1)];
}

bool NorFlash::writable(uint32_t address, uint32_t length) const
{
    return write_enabled_ && address + length <= protected_from(status1_, size());
}

void NorFlash::program(uint32_t address, View data, Time now)
{
    address &= size() - 1;
    const uint32_t page = address & ~(page_size - 1);
    programmed_ += data.size();
    if (!data.empty() && writable(page, page_size)) {
        const bool sticks = faults_.stuck_sector.value_or(size()) / sector_size != address / sector_size;
        for (size_t i = 0; i < data.size() && sticks; ++i)
            cells_[page + ((address + i) & (page_size - 1))] &= data[i];
        start(times_.first_byte + times_.next_byte * (std::min<size_t>(data.size(), page_size) - 1), now);
    }
    write_enabled_ = false;
}

void NorFlash::erase(uint32_t address, uint32_t length, Duration time, Time now)
{
    address = address & (size() - 1) & ~(length - 1);
    if (writable(address, length)) {
        for (uint32_t sector = address; sector < address + length; sector += sector_size) {
            if (faults_.stuck_sector.value_or(size()) / sector_size != sector / sector_size)
                std::ranges::fill(cells_.subspan(sector, sector_size), 0xFF);
        }
        start(faults_.slow_erase ? std::chrono::milliseconds(*faults_.slow_erase) : time, now);
    }
    write_enabled_ = false;
}

void NorFlash::write_status(View value, Time now)
{
    if (write_enabled_ && !value.empty()) {
        status1_ = value[0] & 0xFC;
        if (value.size() > 1)
            status2_ = value[1];
        busy_until_ = later(now, times_.status_write);
    }
    write_enabled_ = false;
}

void NorFlash::start(Duration time, Time now)
{
    busy_until_ = later(now, time);
    stuck_ = faults_.stuck_busy;
}

} // namespace espseal::device
