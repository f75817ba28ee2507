// SPDX-License-Identifier: Apache-2.0
#include "core/wire/flasher_frame.h"

#include "core/wire/crc.h"

namespace espseal::wire::flasher {

namespace {

constexpr uint8_t delimiter = 0xC0;
constexpr uint8_t escape = 0xDB;
constexpr uint8_t escaped_delimiter = 0xDC;
constexpr uint8_t escaped_escape = 0xDD;
constexpr uint32_t crc_size = 4;

} // namespace

FrameReceiver::Event FrameReceiver::push(uint8_t byte)
{
    if (closed_) {
        closed_ = false;
        size_ = 0;
    }
    if (byte == delimiter)
        return close();
    if (!open_)
        return Event::none;
    if (escaped_) {
        escaped_ = false;
        bad_ |= byte != escaped_delimiter && byte != escaped_escape;
        byte = byte == escaped_delimiter ? delimiter : escape;
    } else if (byte == escape) {
        escaped_ = true;
        return Event::none;
    }
    if (size_ == frame_max)
        bad_ = true;
    else
        memory_[size_++] = byte;
    return Event::none;
}

FrameReceiver::Event FrameReceiver::close()
{
    const bool opened = open_;
    const bool broken = bad_ || escaped_;
    open_ = true;
    bad_ = escaped_ = false;
    if (!opened || (size_ == 0 && !broken)) {
        size_ = 0;
        return Event::none;
    }
    closed_ = true;
    if (broken || size_ < 1 + crc_size || get32(memory_ + size_ - crc_size) != crc32({ memory_, size_ - crc_size }))
        return Event::damaged;
    return Event::frame;
}

Frame FrameReceiver::frame() const
{
    return { static_cast<Kind>(memory_[0]), { memory_ + 1, size_ - 1 - crc_size } };
}

void FrameSender::start(uint8_t *frame, uint32_t size)
{
    put32(frame + size, crc32({ frame, size }));
    frame_ = frame;
    size_ = size + crc_size;
    at_ = 0;
    stage_ = Stage::opening;
}

uint8_t FrameSender::next()
{
    if (stage_ == Stage::opening) {
        stage_ = Stage::content;
        return delimiter;
    }
    if (stage_ == Stage::escaped) {
        stage_ = Stage::content;
        return frame_[at_++] == delimiter ? escaped_delimiter : escaped_escape;
    }
    if (at_ == size_) {
        stage_ = Stage::idle;
        return delimiter;
    }
    if (frame_[at_] == delimiter || frame_[at_] == escape) {
        stage_ = Stage::escaped;
        return escape;
    }
    return frame_[at_++];
}

} // namespace espseal::wire::flasher
