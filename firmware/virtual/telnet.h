// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/bytes.h"

#include <functional>
#include <set>

namespace espseal::device {

// Server side of telnet as RFC 2217 needs it: option negotiation (BINARY, suppress go-ahead, COM-PORT), FF doubling, sub-negotiations.
class Telnet {
public:
    struct Handlers {
        std::function<void(View data)> data;
        std::function<void(View option_and_body)> command; // a sub-negotiation, first byte the option
        std::function<void(View raw)> send; // for answers of its own, ready for the socket
    };
    explicit Telnet(Handlers handlers);

    // Calls the handlers in the order of the stream; everything before a command is handed over before it.
    void receive(View raw);

    [[nodiscard]] static Bytes escape(View data);
    // IAC SB `option_and_body` IAC SE.
    [[nodiscard]] static Bytes command(View option_and_body);

private:
    enum class State { Data, Escape, Negotiate, Command, CommandEscape };
    void negotiate(uint8_t option);
    void flush();
    void end_command();

    Handlers handlers_;
    State state_ = State::Data;
    uint8_t verb_ = 0;
    Bytes data_;
    Bytes command_;
    std::set<uint8_t> ours_; // options on at our side
    std::set<uint8_t> theirs_;
};

} // namespace espseal::device
