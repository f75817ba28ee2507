// SPDX-License-Identifier: Apache-2.0
#include "core/loader/telnet.h"

#include <utility>

namespace espseal::loader {

namespace {

constexpr std::uint8_t interpret_as_command = 0xFF;
constexpr std::uint8_t begin_body = 0xFA;
constexpr std::uint8_t finish_body = 0xF0;
constexpr std::size_t longest_body = 256;

void append_doubled(Bytes &bytes, std::span<const std::uint8_t> data)
{
    for (const std::uint8_t byte : data) {
        bytes.push_back(byte);
        if (byte == interpret_as_command)
            bytes.push_back(byte);
    }
}

} // namespace

void TelnetReader::feed(std::span<const std::uint8_t> bytes, Bytes &data, std::vector<TelnetEvent> &events)
{
    for (const std::uint8_t byte : bytes) {
        switch (state_) {
        case State::data:
            if (byte == interpret_as_command)
                state_ = State::command;
            else
                data.push_back(byte);
            break;
        case State::command:
            take_command(byte, data);
            break;
        case State::option:
            events.push_back({ verb_, byte, {} });
            state_ = State::data;
            break;
        case State::body:
            if (byte == interpret_as_command)
                state_ = State::body_command;
            else
                take_body(byte);
            break;
        case State::body_command:
            if (byte == finish_body) {
                end_body(events);
            } else {
                take_body(byte);
                state_ = State::body;
            }
            break;
        }
    }
}

void TelnetReader::take_command(std::uint8_t byte, Bytes &data)
{
    state_ = State::data;
    if (byte == interpret_as_command) {
        data.push_back(byte);
    } else if (byte == begin_body) {
        state_ = State::body;
    } else if (byte > begin_body) {
        verb_ = static_cast<TelnetVerb>(byte);
        state_ = State::option;
    }
}

void TelnetReader::take_body(std::uint8_t byte)
{
    if (body_.size() <= longest_body)
        body_.push_back(byte);
}

void TelnetReader::end_body(std::vector<TelnetEvent> &events)
{
    state_ = State::data;
    const Bytes body = std::exchange(body_, {});
    if (!body.empty() && body.size() <= longest_body)
        events.push_back({ std::nullopt, body.front(), Bytes(body.begin() + 1, body.end()) });
}

Bytes telnet_data(std::span<const std::uint8_t> data)
{
    Bytes bytes;
    bytes.reserve(data.size() + 16);
    append_doubled(bytes, data);
    return bytes;
}

Bytes telnet_negotiation(TelnetVerb verb, std::uint8_t option)
{
    return { interpret_as_command, static_cast<std::uint8_t>(verb), option };
}

Bytes com_port_request(std::uint8_t command, std::span<const std::uint8_t> value)
{
    Bytes bytes { interpret_as_command, begin_body, telnet_option::com_port, command };
    append_doubled(bytes, value);
    bytes.push_back(interpret_as_command);
    bytes.push_back(finish_body);
    return bytes;
}

} // namespace espseal::loader
