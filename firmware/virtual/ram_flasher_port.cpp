// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/ram_flasher_port.h"

#include "core/wire/crc.h"
#include "core/wire/flasher_image.h"
#include "firmware/flasher/flash_commands.h"

namespace espseal::device {
namespace {

using namespace std::chrono_literals;

constexpr size_t uart_fifo = 128;
constexpr int64_t bits_per_byte = 10;
constexpr Duration line_work = 1us; // a byte
constexpr Duration inflate_work = 1us; // a byte
constexpr Duration read_work = 2us; // a byte
constexpr uint8_t delimiter = 0xC0;

// The chip's registers at one moment.
struct Registers {
    Bus &bus;
    Time now;
    [[nodiscard]] uint32_t read(uint32_t address) const { return bus.read(address); }
    void write(uint32_t address, uint32_t value) const { bus.write(address, value, now); }
};

flasher::FlashCommands<Registers> commands(Hardware &hardware, Time now)
{
    return flasher::FlashCommands<Registers>(Registers { hardware.bus, now });
}

uint32_t crc_of(const Bus &bus, const wire::flasher::Segment &segment, uint32_t crc)
{
    Bytes held;
    held.reserve(segment.bytes.size);
    for (uint32_t offset = 0; offset < segment.bytes.size; offset += 4)
        append(held, bus.read(segment.address + offset), 4);
    return wire::crc32({ held.data(), uint32_t(held.size()) }, crc);
}

} // namespace

Duration RamFlasherPort::byte_time() const
{
    return hw_.uart.scaled(Duration(1s) * bits_per_byte / int64_t(hw_.uart.baud()));
}

void RamFlasherPort::arrive(uint8_t byte)
{
    // Without times everything comes at once, which is no reason to lose it.
    if (!hw_.uart.real_time() || heard_.size() < uart_fifo)
        heard_.push_back(byte);
}

bool RamFlasherPort::receive(uint8_t &byte)
{
    if (heard_.empty())
        return false;
    byte = heard_.front();
    heard_.pop_front();
    spend(line_work);
    return true;
}

uint32_t RamFlasherPort::send_room()
{
    if (line_free_ <= now_)
        return uart_fifo - 1;
    const auto waiting = size_t((line_free_ - now_) / byte_time()) + 1;
    return waiting < uart_fifo ? uint32_t(uart_fifo - 1 - waiting) : 0;
}

void RamFlasherPort::send(uint8_t byte)
{
    if (!in_frame_ && byte == delimiter) {
        ++hw_.commands;
        loses_frame_ = hw_.faults.lost_answer != 0 && hw_.commands % hw_.faults.lost_answer == 0;
        in_frame_ = true;
    } else if (byte == delimiter) {
        in_frame_ = false;
    }
    if (said_.empty())
        said_since_ = now_;
    if (!loses_frame_)
        said_.push_back(byte);
    line_free_ = std::max(line_free_, now_) + byte_time();
    spend(line_work);
}

void RamFlasherPort::flush()
{
    if (!said_.empty())
        hw_.uart.send(said_, said_since_);
    said_.clear();
}

Time RamFlasherPort::wakes_at() const
{
    const Time flash = hw_.flash.busy(now_) ? hw_.flash.ready_at(now_) : never;
    // Half of the buffer is a good moment to fill it again.
    const Time half_sent = line_free_ > now_ ? std::max(now_ + byte_time(), line_free_ - byte_time() * int64_t(uart_fifo / 2)) : never;
    return std::min(flash, half_sent);
}

void RamFlasherPort::set_divider(uint32_t divider)
{
    flush(); // at the old speed
    heard_.clear();
    hw_.uart.set_divider(divider);
}

uint32_t RamFlasherPort::ticks()
{
    constexpr int64_t nanoseconds_of_13_ticks = 250; // 52 MHz
    return uint32_t(uint64_t(std::chrono::nanoseconds(now_.time_since_epoch()).count()) * 13 / nanoseconds_of_13_ticks);
}

uint32_t RamFlasherPort::flash_id()
{
    return commands(hw_, now_).read_id();
}

bool RamFlasherPort::flash_busy()
{
    return commands(hw_, now_).busy();
}

void RamFlasherPort::erase_sector(uint32_t address)
{
    commands(hw_, now_).erase_sector(address);
}

void RamFlasherPort::erase_block(uint32_t address)
{
    commands(hw_, now_).erase_block(address);
}

void RamFlasherPort::program(uint32_t address, const uint32_t *words, uint32_t size)
{
    spend(inflate_work * size);
    commands(hw_, now_).program(address, words, size);
}

void RamFlasherPort::read(uint32_t address, uint32_t *words, uint32_t size)
{
    const FlashDriver flash(hw_.flash, hw_.bus, now_);
    // As the ROM's SPIRead, which refuses what lies above its idea of the chip.
    const bool inside = uint64_t(address) + size <= flash.chip_size();
    const Bytes bytes = inside ? flash.read(address, size) : Bytes(size);
    for (uint32_t offset = 0; offset < size; offset += 4)
        words[offset / 4] = load32(bytes, offset);
    spend(read_work * size);
}

uint32_t RamFlasherPort::image_crc()
{
    const wire::flasher::Image &image = wire::flasher::built_image();
    return crc_of(hw_.bus, image.data, crc_of(hw_.bus, image.text, 0));
}

} // namespace espseal::device
