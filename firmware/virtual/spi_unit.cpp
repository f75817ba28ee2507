// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/spi_unit.h"

namespace espseal::device {
namespace {

// Register offsets and bits as in Espressif's spi_register.h.
enum : uint32_t { cmd = 0x00, addr = 0x04, ctrl = 0x08, rd_status = 0x10, user = 0x1C, user1 = 0x20, user2 = 0x24, w0 = 0x40 };

constexpr uint32_t data_bytes = 64;
constexpr uint32_t ctrl_two_byte_status = 1U << 22;
constexpr uint32_t cmd_user = 1U << 18;
constexpr uint32_t user_command = 1U << 31, user_address = 1U << 30, user_miso = 1U << 28, user_mosi = 1U << 27, user_mosi_upper = 1U << 25,
                   user_miso_upper = 1U << 24;

struct HardWired {
    uint32_t bit;
    uint8_t op;
};
constexpr HardWired without_data[] = { { 30, spi_op::write_enable }, { 29, spi_op::write_disable }, { 24, spi_op::erase_sector }, { 23, spi_op::erase_block },
    { 22, spi_op::erase_chip }, { 21, spi_op::power_down }, { 20, spi_op::power_up } };
constexpr uint32_t cmd_read = 1U << 31, cmd_read_id = 1U << 28, cmd_read_status = 1U << 27, cmd_write_status = 1U << 26, cmd_program = 1U << 25;

constexpr uint32_t bits_to_bytes(uint32_t field)
{
    return std::min((field + 1 + 7) / 8, data_bytes);
}

} // namespace

void SpiUnit::reset()
{
    registers_ = {};
    attached_ = false;
}

void SpiUnit::write(uint32_t offset, uint32_t value, Time now)
{
    if (offset == cmd)
        run(value, now);
    else
        at(offset) = value;
}

void SpiUnit::run(uint32_t command, Time now)
{
    if (command & cmd_user)
        run_user(now);
    else
        run_hard_wired(command, now);
}

void SpiUnit::run_user(Time now)
{
    const uint32_t flags = at(user);
    if (!(flags & user_command))
        return;
    uint32_t address = 0;
    if (flags & user_address) {
        const uint32_t bits = (at(user1) >> 26) + 1; // 1..64; the address stands left-aligned in the register
        address = bits >= 32 ? at(addr) : at(addr) >> (32 - bits);
    }
    const Bytes mosi = flags & user_mosi ? data(bits_to_bytes((at(user1) >> 17) & 0x1FF), flags & user_mosi_upper) : Bytes();
    Bytes miso(flags & user_miso ? bits_to_bytes((at(user1) >> 8) & 0x1FF) : 0);
    transact(uint8_t(at(user2)), address, mosi, miso, now);
    set_data(miso, flags & user_miso_upper);
}

void SpiUnit::run_hard_wired(uint32_t command, Time now)
{
    const uint32_t address = at(addr) & 0xFFFFFF;
    const uint32_t length = std::min(at(addr) >> 24, data_bytes);
    for (const auto &[bit, op] : without_data) {
        if (command & (1U << bit))
            transact(op, address, {}, {}, now);
    }
    if (command & cmd_program)
        transact(spi_op::page_program, address, data(length, false), {}, now);
    if (command & cmd_write_status) {
        Bytes status;
        append(status, at(rd_status), at(ctrl) & ctrl_two_byte_status ? 2 : 1);
        transact(spi_op::write_status, 0, status, {}, now);
    }
    if (command & (cmd_read | cmd_read_id)) {
        Bytes in(command & cmd_read ? length : 3);
        transact(command & cmd_read ? spi_op::read : spi_op::read_id, address, {}, in, now);
        if (command & cmd_read_id)
            at(w0) = 0;
        set_data(in, false);
    }
    if (command & cmd_read_status) {
        uint8_t status = 0;
        transact(spi_op::read_status, 0, {}, { &status, 1 }, now);
        at(rd_status) = status;
    }
}

void SpiUnit::transact(uint8_t op, uint32_t address, View mosi, std::span<uint8_t> miso, Time now)
{
    if (attached_)
        flash_.transact(op, address, mosi, miso, now);
    else
        std::ranges::fill(miso, 0xFF);
}

Bytes SpiUnit::data(size_t length, bool upper_half) const
{
    Bytes bytes;
    for (size_t i = upper_half ? data_bytes / 2 : 0; length > 0 && i < data_bytes; ++i, --length)
        bytes.push_back(uint8_t(registers_[(w0 + i) / 4] >> (8 * (i % 4))));
    return bytes;
}

void SpiUnit::set_data(View bytes, bool upper_half)
{
    const size_t start = upper_half ? data_bytes / 2 : 0;
    for (size_t i = 0; i < bytes.size() && start + i < data_bytes; ++i) {
        uint32_t &word = registers_[(w0 + start + i) / 4];
        const uint32_t shift = 8 * uint32_t((start + i) % 4);
        word = (word & ~(0xFFU << shift)) | (uint32_t(bytes[i]) << shift);
    }
}

} // namespace espseal::device
