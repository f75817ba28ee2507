// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/telnet.h"

#include <utility>

namespace espseal::device {
namespace {

enum : uint8_t { se = 0xF0, sb = 0xFA, will = 0xFB, wont = 0xFC, do_it = 0xFD, dont = 0xFE, iac = 0xFF };

constexpr size_t longest_command = 256;

bool supported(uint8_t option)
{
    enum : uint8_t { binary = 0, suppress_go_ahead = 3, com_port = 44 };
    return option == binary || option == suppress_go_ahead || option == com_port;
}

} // namespace

Telnet::Telnet(Handlers handlers)
    : handlers_(std::move(handlers))
{
}

Bytes Telnet::escape(View data)
{
    Bytes out;
    out.reserve(data.size());
    for (const uint8_t byte : data) {
        if (byte == iac)
            out.push_back(iac);
        out.push_back(byte);
    }
    return out;
}

Bytes Telnet::command(View option_and_body)
{
    Bytes out { iac, sb };
    append(out, escape(option_and_body));
    append(out, Bytes { iac, se });
    return out;
}

void Telnet::flush()
{
    if (!data_.empty())
        handlers_.data(std::exchange(data_, {}));
}

void Telnet::negotiate(uint8_t option)
{
    // An answer only where something changes: answering an answer would go on for ever.
    const bool asks_us = verb_ == do_it || verb_ == dont;
    std::set<uint8_t> &options = asks_us ? ours_ : theirs_;
    const bool wanted = verb_ == do_it || verb_ == will;
    const bool on = wanted && supported(option);
    if (on ? options.insert(option).second : options.erase(option) != 0 || wanted)
        handlers_.send(Bytes { iac, asks_us ? (on ? will : wont) : (on ? do_it : dont), option });
}

void Telnet::end_command()
{
    flush();
    if (!command_.empty())
        handlers_.command(command_);
    command_.clear();
}

void Telnet::receive(View raw)
{
    for (const uint8_t byte : raw) {
        switch (state_) {
        case State::Data:
            if (byte == iac)
                state_ = State::Escape;
            else
                data_.push_back(byte);
            break;
        case State::Escape:
            state_ = State::Data;
            if (byte == iac) {
                data_.push_back(byte);
            } else if (byte == sb) {
                state_ = State::Command;
            } else if (byte >= will && byte <= dont) {
                verb_ = byte;
                state_ = State::Negotiate;
            }
            break;
        case State::Negotiate:
            negotiate(byte);
            state_ = State::Data;
            break;
        case State::Command:
            if (byte == iac)
                state_ = State::CommandEscape;
            else if (command_.size() < longest_command)
                command_.push_back(byte);
            break;
        case State::CommandEscape:
            state_ = byte == se ? State::Data : State::Command;
            if (byte == se)
                end_command();
            else if (byte == iac && command_.size() < longest_command)
                command_.push_back(byte);
            break;
        }
    }
    flush();
}

} // namespace espseal::device
