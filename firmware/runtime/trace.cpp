// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/trace.h"

#include <string.h>

namespace espseal::runtime {

namespace {
constinit Trace instance;
}

Trace &trace()
{
    return instance;
}

void Trace::text(const char *text, uint32_t size)
{
    if (put(reinterpret_cast<const uint8_t *>(text), size))
        drain();
}

void Trace::frame(uint8_t kind, uint16_t schema, uint32_t body_size, uint64_t now)
{
    const uint8_t seq = seq_++;
    const uint32_t size = body_size == 0 ? 0 : wire::encode_frame(kind, seq, schema, { body_, body_size }, { encoded_, sizeof encoded_ });
    if (size == 0 || !put(encoded_, size)) {
        ++dropped_now_;
        ++dropped_total_;
        return;
    }
    last_us_ = now;
    drain();
    if (dropped_now_ > 0)
        tell_dropped(now);
}

void Trace::tell_dropped(uint64_t now)
{
    const uint32_t body_size = wire::encode_body(0, wire::Dropped { dropped_now_ }, { body_, sizeof body_ });
    const uint32_t size
        = wire::encode_frame(static_cast<uint8_t>(wire::Dropped::kind), seq_, wire::Dropped::schema, { body_, body_size }, { encoded_, sizeof encoded_ });
    if (!put(encoded_, size))
        return;
    ++seq_;
    dropped_now_ = 0;
    last_us_ = now;
    drain();
}

bool Trace::put(const uint8_t *bytes, uint32_t size)
{
    if (size > ring_size - fill_)
        return false;
    const uint32_t tail = (head_ + fill_) % ring_size;
    const uint32_t first = size < ring_size - tail ? size : ring_size - tail;
    memcpy(ring_ + tail, bytes, first);
    memcpy(ring_, bytes + first, size - first);
    fill_ += size;
    return true;
}

void Trace::drain()
{
    while (fill_ > 0) {
        const uint32_t run = fill_ < ring_size - head_ ? fill_ : ring_size - head_;
        const uint32_t taken = port::console_write(ring_ + head_, run);
        head_ = (head_ + taken) % ring_size;
        fill_ -= taken;
        if (taken < run)
            return;
    }
}

} // namespace espseal::runtime
