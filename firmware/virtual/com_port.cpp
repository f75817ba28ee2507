// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/com_port.h"

#include <string_view>

namespace espseal::device {
namespace {

constexpr uint8_t option = 44;
constexpr uint8_t to_client = 100; // what is added to a command's number for its answer
enum : uint8_t {
    signature,
    set_baud,
    set_data_size,
    set_parity,
    set_stop_size,
    set_control,
    notify_line_state,
    notify_modem_state,
    suspend,
    resume,
    set_line_mask,
    set_modem_mask,
    purge_data,
};

namespace control_value {
enum : uint8_t { ask_flow = 0, no_flow, ask_break = 4, break_on, break_off, ask_dtr, dtr_on, dtr_off, ask_rts, rts_on, rts_off, ask_flow_in, no_flow_in };
}

uint32_t big_endian(View bytes)
{
    uint32_t value = 0;
    for (size_t i = 0; i < 4; ++i)
        value = value << 8 | (i < bytes.size() ? bytes[i] : 0);
    return value;
}

} // namespace

ComPort::ComPort(Handlers handlers)
    : handlers_(std::move(handlers))
{
}

Bytes ComPort::answer(View command)
{
    if (command.size() < 2 || command[0] != option)
        return {};
    const uint8_t number = command[1];
    const View body = part(command, 2);
    const uint8_t value = body.empty() ? 0 : body[0];
    Bytes out { option, uint8_t(number + to_client) };
    // The setting as it is after the command; 0 asks for it.
    const auto setting = [&out, value](uint8_t &field) {
        if (value != 0)
            field = value;
        out.push_back(field);
        return out;
    };
    switch (number) {
    case signature: {
        constexpr std::string_view name = "espseal virtual device";
        out.insert(out.end(), name.begin(), name.end());
        return body.empty() ? out : Bytes();
    }
    case set_baud:
        if (const uint32_t baud = big_endian(body); baud != 0)
            baud_ = baud;
        for (const uint32_t shift : { 24U, 16U, 8U, 0U })
            out.push_back(uint8_t(baud_ >> shift));
        return out;
    case set_data_size:
        return setting(data_size_);
    case set_parity:
        return setting(parity_);
    case set_stop_size:
        return setting(stop_size_);
    case set_control:
        out.push_back(control(value));
        return out;
    case notify_line_state: // a client that polls; the transmitter is always empty
        out.push_back(0x60);
        return out;
    case notify_modem_state: // none of CTS, DSR, RI, CD is wired
        out.push_back(0x00);
        return out;
    case suspend:
    case resume:
        suspended_ = number == suspend;
        return {};
    case set_line_mask:
    case set_modem_mask:
        out.push_back(value);
        return out;
    case purge_data:
        handlers_.purge(value == 1 || value == 3, value == 2 || value == 3);
        out.push_back(value);
        return out;
    default:
        return {};
    }
}

uint8_t ComPort::control(uint8_t value)
{
    using namespace control_value;
    switch (value) {
    case ask_flow:
        return no_flow;
    case ask_break:
        return break_ ? break_on : break_off;
    case break_on:
    case break_off:
        break_ = value == break_on;
        return value;
    case ask_dtr:
        return dtr_ ? dtr_on : dtr_off;
    case dtr_on:
    case dtr_off:
        dtr_ = value == dtr_on;
        handlers_.dtr(dtr_);
        return value;
    case ask_rts:
        return rts_ ? rts_on : rts_off;
    case rts_on:
    case rts_off:
        rts_ = value == rts_on;
        handlers_.rts(rts_);
        return value;
    case ask_flow_in:
        return no_flow_in;
    default: // flow control: acknowledged, and there is none
        return value;
    }
}

} // namespace espseal::device
