// SPDX-License-Identifier: Apache-2.0
#include "core/loader/rom_frame.h"

#include "core/loader/slip.h"

#include <initializer_list>

namespace espseal::loader {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t header_size = 8;
constexpr auto register_patience = 1000ms;
constexpr auto flash_patience = 3000ms;

void append_word(Bytes &bytes, std::uint32_t word)
{
    for (int shift = 0; shift < 32; shift += 8)
        bytes.push_back(static_cast<std::uint8_t>(word >> shift));
}

std::uint32_t word_at(std::span<const std::uint8_t> bytes, std::size_t offset)
{
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < 4; ++i)
        word |= std::uint32_t(bytes[offset + i]) << (8 * i);
    return word;
}

Bytes words(std::initializer_list<std::uint32_t> list)
{
    Bytes bytes;
    for (const std::uint32_t word : list)
        append_word(bytes, word);
    return bytes;
}

Request request(Op op, std::span<const std::uint8_t> payload, std::chrono::milliseconds patience, std::uint8_t checksum = 0)
{
    Bytes frame;
    frame.reserve(header_size + payload.size());
    frame.push_back(0); // direction: request
    frame.push_back(static_cast<std::uint8_t>(op));
    frame.push_back(static_cast<std::uint8_t>(payload.size()));
    frame.push_back(static_cast<std::uint8_t>(payload.size() >> 8));
    append_word(frame, checksum);
    append(frame, payload);
    return { op, slip_encode(frame), patience };
}

Request data_request(Op op, std::span<const std::uint8_t> data, std::uint32_t sequence)
{
    std::uint8_t checksum = 0xEF;
    for (const std::uint8_t byte : data)
        checksum ^= byte;
    Bytes payload = words({ static_cast<std::uint32_t>(data.size()), sequence, 0, 0 });
    append(payload, data);
    return request(op, payload, flash_patience, checksum);
}

} // namespace

Request sync_request()
{
    Bytes payload { 0x07, 0x07, 0x12, 0x20 };
    payload.resize(36, 0x55);
    return request(Op::sync, payload, register_patience);
}

Request read_register_request(std::uint32_t address)
{
    return request(Op::read_register, words({ address }), register_patience);
}

Request write_registers_request(std::span<const RegisterWrite> writes)
{
    Bytes payload;
    for (const RegisterWrite &write : writes) {
        append_word(payload, write.address);
        append_word(payload, write.value);
        append_word(payload, write.mask);
        append_word(payload, write.delay_us);
    }
    return request(Op::write_register, payload, register_patience);
}

Request flash_begin_request(std::uint32_t packets, std::uint32_t packet_size, std::uint32_t offset)
{
    return request(Op::flash_begin, words({ 0, packets, packet_size, offset }), flash_patience);
}

Request flash_data_request(std::span<const std::uint8_t> data, std::uint32_t sequence)
{
    return data_request(Op::flash_data, data, sequence);
}

Request flash_parameters_request(std::uint32_t flash_id, std::uint32_t chip_size)
{
    return request(Op::set_flash_parameters, words({ flash_id, chip_size, 0x10000, 0x1000, 0x100, 0xFFFF }), register_patience);
}

Request mem_begin_request(std::uint32_t size, std::uint32_t packets, std::uint32_t packet_size, std::uint32_t address)
{
    return request(Op::mem_begin, words({ size, packets, packet_size, address }), register_patience);
}

Request mem_data_request(std::span<const std::uint8_t> data, std::uint32_t sequence)
{
    return data_request(Op::mem_data, data, sequence);
}

Request mem_end_request(std::uint32_t entry)
{
    return request(Op::mem_end, words({ 0, entry }), register_patience);
}

std::optional<Answer> parse_answer(std::span<const std::uint8_t> frame)
{
    // The ESP8266 sends two status bytes; its successors send four, and must be understood far enough to be named.
    if (frame.size() < header_size + 2 || frame.size() > header_size + 4 || frame[0] != 1)
        return std::nullopt;
    if (frame[2] + 256u * frame[3] != frame.size() - header_size)
        return std::nullopt;
    return Answer { frame[1], word_at(frame, 4), frame[header_size] == 0, frame[header_size + 1] };
}

bool is_echo(std::span<const std::uint8_t> frame)
{
    return frame.size() >= header_size && frame[0] == 0 && frame[1] == static_cast<std::uint8_t>(Op::sync) && frame[2] == 36;
}

} // namespace espseal::loader
