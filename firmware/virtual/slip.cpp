// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/slip.h"

#include <utility>

namespace espseal::device {
namespace {

constexpr uint8_t delimiter = 0xC0;
constexpr uint8_t escape = 0xDB;
constexpr uint8_t escaped_delimiter = 0xDC;
constexpr uint8_t escaped_escape = 0xDD;

} // namespace

Bytes slip_encode(View frame)
{
    Bytes out { delimiter };
    for (const uint8_t byte : frame) {
        if (byte == delimiter)
            out.insert(out.end(), { escape, escaped_delimiter });
        else if (byte == escape)
            out.insert(out.end(), { escape, escaped_escape });
        else
            out.push_back(byte);
    }
    out.push_back(delimiter);
    return out;
}

std::optional<Bytes> SlipReceiver::push(uint8_t byte)
{
    if (byte == delimiter) {
        escaped_ = false;
        if (!std::exchange(inside_, true) || frame_.empty())
            return std::nullopt;
        return std::exchange(frame_, {});
    }
    if (!inside_)
        return std::nullopt;
    if (byte == escape && !escaped_) {
        escaped_ = true;
        return std::nullopt;
    }
    if (std::exchange(escaped_, false))
        byte = byte == escaped_delimiter ? delimiter : byte == escaped_escape ? escape : byte;
    if (frame_.size() < limit_)
        frame_.push_back(byte);
    return std::nullopt;
}

} // namespace espseal::device
