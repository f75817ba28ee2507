// SPDX-License-Identifier: Apache-2.0
// Requests and answers of the ESP8266 mask ROM's serial loader, before SLIP. All numbers are little-endian.
#pragma once

#include "core/loader/bytes.h"

#include <chrono>
#include <optional>
#include <span>

namespace espseal::loader {

enum class Op : std::uint8_t {
    flash_begin = 0x02,
    flash_data = 0x03,
    // 0x04, FLASH_END, is left out on purpose: it starts the application without a reset and leaves the boot mode latched.
    mem_begin = 0x05,
    mem_end = 0x06,
    mem_data = 0x07,
    sync = 0x08,
    write_register = 0x09,
    read_register = 0x0A,
    set_flash_parameters = 0x0B, // known to this ROM although esptool's papers say otherwise
};

// An encoded request, and how long its answer may take.
struct Request {
    Op op = Op::sync;
    Bytes frame; // with SLIP
    std::chrono::milliseconds patience;
};

struct Answer {
    std::uint8_t op = 0;
    std::uint32_t value = 0; // set by READ_REG and SYNC only; all others repeat the last one
    bool ok = false;
    std::uint8_t error = 0; // 5 invalid message, 6 failed, 7 checksum, 8 flash write
};

// One store of WRITE_REG: after `delay_us`, value = (old & ~mask) | (new & mask).
struct RegisterWrite {
    std::uint32_t address = 0;
    std::uint32_t value = 0;
    std::uint32_t mask = 0xFFFFFFFF;
    std::uint16_t delay_us = 0;
};

inline constexpr std::uint32_t sync_value = 0x20120707; // what the ROM's SYNC answers carry; a flashing helper ("stub") answers 0

[[nodiscard]] Request sync_request();
[[nodiscard]] Request read_register_request(std::uint32_t address);
// Up to 511 stores.
[[nodiscard]] Request write_registers_request(std::span<const RegisterWrite> writes);
// Attaches and unlocks the flash, erases nothing, arms FLASH_DATA for `packets` packets from `offset` on.
// Never with a size: the ROM then erases head + n sectors instead of n.
[[nodiscard]] Request flash_begin_request(std::uint32_t packets, std::uint32_t packet_size, std::uint32_t offset);
// data: a multiple of 4, not longer than announced.
[[nodiscard]] Request flash_data_request(std::span<const std::uint8_t> data, std::uint32_t sequence);
[[nodiscard]] Request flash_parameters_request(std::uint32_t flash_id, std::uint32_t chip_size);
[[nodiscard]] Request mem_begin_request(std::uint32_t size, std::uint32_t packets, std::uint32_t packet_size, std::uint32_t address);
[[nodiscard]] Request mem_data_request(std::span<const std::uint8_t> data, std::uint32_t sequence);
// Leaves the loader and calls `entry`.
[[nodiscard]] Request mem_end_request(std::uint32_t entry);

// Nothing if the frame is no answer of the ROM: wrong direction, length field or size.
[[nodiscard]] std::optional<Answer> parse_answer(std::span<const std::uint8_t> frame);
// A request of ours that came back: receive and transmit wires are joined.
[[nodiscard]] bool is_echo(std::span<const std::uint8_t> frame);

} // namespace espseal::loader
