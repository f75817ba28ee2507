// SPDX-License-Identifier: Apache-2.0
#include "core/loader/slip.h"

#include <utility>

namespace espseal::loader {

namespace {

constexpr std::uint8_t delimiter = 0xC0;
constexpr std::uint8_t escape = 0xDB;
constexpr std::uint8_t escaped_delimiter = 0xDC;
constexpr std::uint8_t escaped_escape = 0xDD;
constexpr std::size_t longest_frame = 0x2000;

} // namespace

Bytes slip_encode(std::span<const std::uint8_t> frame)
{
    Bytes encoded;
    encoded.reserve(frame.size() + frame.size() / 16 + 2);
    encoded.push_back(delimiter);
    for (const std::uint8_t byte : frame) {
        if (byte != delimiter && byte != escape) {
            encoded.push_back(byte);
            continue;
        }
        encoded.push_back(escape);
        encoded.push_back(byte == delimiter ? escaped_delimiter : escaped_escape);
    }
    encoded.push_back(delimiter);
    return encoded;
}

void SlipReader::feed(std::span<const std::uint8_t> bytes)
{
    for (const std::uint8_t byte : bytes)
        take(byte);
}

void SlipReader::take(std::uint8_t byte)
{
    if (byte == delimiter) {
        close_frame();
        return;
    }
    if (!started_)
        return;
    if (byte == escape && !escaped_) {
        escaped_ = true;
        return;
    }
    if (escaped_) {
        escaped_ = false;
        if (byte != escaped_delimiter && byte != escaped_escape)
            bad_ = true;
        byte = byte == escaped_delimiter ? delimiter : escape;
    }
    if (open_.size() < longest_frame)
        open_.push_back(byte);
    else
        bad_ = true;
}

void SlipReader::close_frame()
{
    if (bad_ || escaped_)
        ++damaged_;
    else if (!open_.empty())
        frames_.push_back(std::exchange(open_, {}));
    open_.clear();
    started_ = true;
    escaped_ = bad_ = false;
}

std::optional<Bytes> SlipReader::next()
{
    if (first_ == frames_.size()) {
        frames_.clear();
        first_ = 0;
        return std::nullopt;
    }
    return std::move(frames_[first_++]);
}

void SlipReader::reset()
{
    frames_.clear();
    first_ = 0;
    open_.clear();
    started_ = escaped_ = bad_ = false;
}

} // namespace espseal::loader
