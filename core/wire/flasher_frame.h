// SPDX-License-Identifier: Apache-2.0
// Frames of the flasher (flasher.h) on the wire: kind, body and CRC-32 of both, between SLIP delimiters (RFC 1055). SLIP because the mask ROM speaks it
// too: a ROM request that reaches the flasher is still a frame, and can be told.
#pragma once

#include "core/wire/flasher.h"

namespace espseal::wire::flasher {

inline constexpr uint32_t frame_max = 1 + body_max + 4; // before SLIP
inline constexpr uint32_t encoded_max = 2 * frame_max + 2;

struct Frame {
    Kind kind {};
    ByteView body; // of the receiver's memory, until the next byte is pushed
};

// Takes bytes as they come; holds one frame.
class FrameReceiver {
public:
    enum class Event : uint8_t {
        none,
        frame, // frame() is there
        damaged, // something between two delimiters that is no frame; other() shows it
    };

    // `memory`: frame_max bytes.
    explicit FrameReceiver(uint8_t *memory)
        : memory_(memory)
    {
    }
    Event push(uint8_t byte);
    [[nodiscard]] Frame frame() const;
    [[nodiscard]] ByteView other() const { return { memory_, size_ }; }

private:
    Event close();

    uint8_t *memory_;
    uint32_t size_ = 0;
    bool open_ = false; // a delimiter has been seen
    bool escaped_ = false;
    bool bad_ = false;
    bool closed_ = false; // the memory holds what has been handed out
};

// Gives a frame's bytes one by one, so that it needs no memory of its own.
class FrameSender {
public:
    // Appends the CRC to `frame` (kind and body, `size` bytes), which has room for four more and must stay until the end.
    void start(uint8_t *frame, uint32_t size);
    [[nodiscard]] bool idle() const { return stage_ == Stage::idle; }
    // Not if idle().
    [[nodiscard]] uint8_t next();

private:
    enum class Stage : uint8_t { idle, opening, content, escaped };

    const uint8_t *frame_ = nullptr;
    uint32_t size_ = 0;
    uint32_t at_ = 0;
    Stage stage_ = Stage::idle;
};

} // namespace espseal::wire::flasher
