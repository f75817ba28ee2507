// SPDX-License-Identifier: Apache-2.0
// What the device tells over its console: trace frames and text lines through one ring.
//
// The ring never waits: a frame or line that does not fit is left out whole. Left-out frames keep their number in `seq`, and a
// Dropped frame counts them as soon as there is room.
#pragma once

#include "core/wire/trace_event.h"
#include "core/wire/trace_frame.h"
#include "firmware/runtime/port.h"

namespace espseal::runtime {

class Trace {
public:
    constexpr Trace() = default;

    template <class Event> void emit(const Event &event)
    {
        const uint64_t now = port::now_us();
        frame(static_cast<uint8_t>(Event::kind), Event::schema, wire::encode_body(now - last_us_, event, { body_, sizeof body_ }), now);
    }
    // Console text; must not hold a NUL.
    void text(const char *text, uint32_t size);
    // Hands the UART what it takes now.
    void drain();
    [[nodiscard]] uint32_t dropped() const { return dropped_total_; }

private:
#ifdef __XTENSA__
    static constexpr uint32_t ring_size = 1024; // RAM is short, and the UART takes that in a tenth of a second
#else
    static constexpr uint32_t ring_size = 2048;
#endif

    void frame(uint8_t kind, uint16_t schema, uint32_t body_size, uint64_t now);
    [[nodiscard]] bool put(const uint8_t *bytes, uint32_t size);
    void tell_dropped(uint64_t now);

    uint64_t last_us_ = 0; // of the last frame in the ring: what the next delta counts from
    uint32_t dropped_now_ = 0; // not told yet
    uint32_t dropped_total_ = 0;
    uint32_t head_ = 0; // next byte to send
    uint32_t fill_ = 0;
    uint8_t seq_ = 0;
    uint8_t ring_[ring_size] = {};
    uint8_t body_[wire::frame_body_max] = {}; // here and not on the stack: events come from deep inside the TLS library
    uint8_t encoded_[wire::frame_encoded_max] = {};
};

[[nodiscard]] Trace &trace();

[[nodiscard]] constexpr wire::Text text_of(const char *text)
{
    uint32_t size = 0;
    while (text && text[size])
        ++size;
    return { text, size };
}

} // namespace espseal::runtime
