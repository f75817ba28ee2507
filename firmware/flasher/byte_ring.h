// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdint.h>

namespace espseal::flasher {

// First in, first out, in somebody else's memory; the counters run on for ever.
class ByteRing {
public:
    // `size`: a power of two.
    ByteRing(uint8_t *memory, uint32_t size)
        : memory_(memory)
        , mask_(size - 1)
    {
    }
    void clear() { written_ = taken_ = 0; }
    [[nodiscard]] uint32_t written() const { return written_; }
    [[nodiscard]] uint32_t taken() const { return taken_; }
    [[nodiscard]] bool empty() const { return written_ == taken_; }
    [[nodiscard]] uint32_t room() const { return mask_ + 1 - (written_ - taken_); }
    // Only with room.
    void put(uint8_t byte) { memory_[written_++ & mask_] = byte; }
    // Only if not empty.
    uint8_t take() { return memory_[taken_++ & mask_]; }

private:
    uint8_t *memory_;
    uint32_t mask_;
    uint32_t written_ = 0;
    uint32_t taken_ = 0;
};

} // namespace espseal::flasher
