// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/flash_driver.h"

namespace espseal::device {
namespace {

constexpr uint32_t sectors_per_block = block_size / sector_size;

} // namespace

void FlashDriver::run(uint8_t op, uint32_t address, View data)
{
    if (time_ == never)
        return;
    flash_.transact(spi_op::write_enable, time_);
    flash_.transact(op, address, data, {}, time_);
    time_ = flash_.ready_at(time_);
}

void FlashDriver::set_status(uint8_t status)
{
    run(spi_op::write_status, 0, View(&status, 1));
}

bool FlashDriver::erase_sector(uint32_t number)
{
    if (number >= chip_size() / sector_size)
        return false;
    run(spi_op::erase_sector, number * sector_size, {});
    return true;
}

bool FlashDriver::erase_block(uint32_t number)
{
    if (number >= chip_size() / block_size)
        return false;
    run(spi_op::erase_block, number * block_size, {});
    return true;
}

void FlashDriver::erase_chip()
{
    run(spi_op::erase_chip, 0, {});
}

bool FlashDriver::erase_area_as_rom(uint32_t address, uint32_t size)
{
    if (uint64_t(address) + size > chip_size())
        return false;
    uint32_t sector = address / sector_size;
    uint32_t left = (size + sector_size - 1) / sector_size;
    for (uint32_t head = std::min(sectors_per_block - sector % sectors_per_block, left); head > 0; --head) {
        if (!erase_sector(sector++))
            return false;
    }
    for (; left > sectors_per_block; left -= sectors_per_block, sector += sectors_per_block) {
        if (!erase_block(sector / sectors_per_block))
            return false;
    }
    for (; left > 0; --left) {
        if (!erase_sector(sector++))
            return false;
    }
    return true;
}

bool FlashDriver::program(uint32_t address, View data, uint32_t step)
{
    if (uint64_t(address) + data.size() > chip_size())
        return false;
    while (!data.empty()) {
        const size_t length = std::min<size_t>({ data.size(), step, page_size - address % page_size });
        run(spi_op::page_program, address, data.first(length));
        address += uint32_t(length);
        data = data.subspan(length);
    }
    return true;
}

Bytes FlashDriver::read(uint32_t address, uint32_t length) const
{
    Bytes bytes(length);
    flash_.transact(spi_op::read, address, {}, bytes, time_);
    return bytes;
}

} // namespace espseal::device
