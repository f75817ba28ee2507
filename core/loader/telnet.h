// SPDX-License-Identifier: Apache-2.0
// Telnet (RFC 854) as RFC 2217 uses it: data with doubled FF, option negotiation, sub-negotiations.
#pragma once

#include "core/loader/bytes.h"

#include <optional>
#include <span>

namespace espseal::loader {

enum class TelnetVerb : std::uint8_t { will = 0xFB, wont = 0xFC, doo = 0xFD, dont = 0xFE };

namespace telnet_option {
inline constexpr std::uint8_t binary = 0x00;
inline constexpr std::uint8_t echo = 0x01;
inline constexpr std::uint8_t suppress_go_ahead = 0x03;
inline constexpr std::uint8_t com_port = 0x2C;
} // namespace telnet_option

// A negotiation (verb set) or a sub-negotiation (body: everything after the option).
struct TelnetEvent {
    std::optional<TelnetVerb> verb;
    std::uint8_t option = 0;
    Bytes body;
};

class TelnetReader {
public:
    // Appends plain data to `data` and what else came, in order, to `events`. Sub-negotiations above 256 bytes are dropped.
    void feed(std::span<const std::uint8_t> bytes, Bytes &data, std::vector<TelnetEvent> &events);

private:
    enum class State { data, command, option, body, body_command };
    void take_command(std::uint8_t byte, Bytes &data);
    void take_body(std::uint8_t byte);
    void end_body(std::vector<TelnetEvent> &events);

    State state_ = State::data;
    TelnetVerb verb_ = TelnetVerb::will;
    Bytes body_; // with the option in front
};

// Plain data with FF doubled.
[[nodiscard]] Bytes telnet_data(std::span<const std::uint8_t> data);
[[nodiscard]] Bytes telnet_negotiation(TelnetVerb verb, std::uint8_t option);
// IAC SB COM-PORT command value IAC SE
[[nodiscard]] Bytes com_port_request(std::uint8_t command, std::span<const std::uint8_t> value);

} // namespace espseal::loader
