// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/bus.h"

namespace espseal::device {
namespace {

constexpr uint32_t dram_size = 0x18000, iram_size = 0x10000;
constexpr uint32_t peripheral_start = 0x60000000, peripheral_size = 0x2000;
constexpr uint32_t uart_divider = 0x60000014, uart_divider_mask = 0xFFFFF;
constexpr uint32_t spi_start = 0x60000200, spi_size = 0x100;
constexpr uint32_t efuse_start = 0x3FF00050, efuse_size = 16;
constexpr uint32_t rom_magic_at = 0x40001000;
constexpr uint32_t esp8266_magic = 0xFFF0C101, esp32_magic = 0x00F01D83;

constexpr bool within(uint32_t address, uint32_t start, uint32_t size)
{
    return address - start < size;
}

} // namespace

Bus::Bus(SpiUnit &spi, Uart &uart, const Mac &mac, const Faults &faults)
    : spi_(spi)
    , uart_(uart)
    , efuses_(efuses_of(mac))
    , faults_(faults)
    , dram_(dram_size)
    , iram_(iram_size)
    , peripherals_(peripheral_size / 4)
{
    reset();
}

void Bus::reset()
{
    std::ranges::fill(peripherals_, 0);
    spi_.reset();
    Bytes descriptor;
    for (const uint32_t word : { flash_descriptor, 0x1640EFU, 0x400000U, 0x10000U, 0x1000U, 0x100U, 0xFFFFU })
        append(descriptor, word, 4);
    load_ram(flash_descriptor - 4, descriptor);
}

uint8_t *Bus::ram(uint32_t address)
{
    if (within(address, dram_start, dram_size))
        return &dram_[address - dram_start];
    return within(address, iram_start, iram_size) ? &iram_[address - iram_start] : nullptr;
}

uint32_t Bus::read(uint32_t address) const
{
    address &= ~3U;
    if (address == rom_magic_at)
        return faults_.other_chip ? esp32_magic : esp8266_magic;
    if (within(address, efuse_start, efuse_size))
        return faults_.zero_efuse ? 0 : efuses_[(address - efuse_start) / 4];
    if (within(address, dram_start, dram_size))
        return load32(dram_, address - dram_start);
    if (within(address, iram_start, iram_size))
        return load32(iram_, address - iram_start);
    if (address == uart_divider)
        return uart_.divider();
    if (within(address, spi_start, spi_size))
        return spi_.read(address - spi_start);
    return within(address, peripheral_start, peripheral_size) ? peripherals_[(address - peripheral_start) / 4] : 0;
}

void Bus::write(uint32_t address, uint32_t value, Time now)
{
    address &= ~3U;
    if (uint8_t *bytes = ram(address)) {
        for (size_t i = 0; i < 4; ++i)
            bytes[i] = uint8_t(value >> (8 * i));
    } else if (address == uart_divider) {
        uart_.set_divider(value & uart_divider_mask);
    } else if (within(address, spi_start, spi_size)) {
        spi_.write(address - spi_start, value, now);
    } else if (within(address, peripheral_start, peripheral_size)) {
        peripherals_[(address - peripheral_start) / 4] = value;
    }
}

void Bus::load_ram(uint32_t address, View bytes)
{
    for (const uint8_t byte : bytes) {
        if (uint8_t *cell = ram(address++))
            *cell = byte;
    }
}

} // namespace espseal::device
