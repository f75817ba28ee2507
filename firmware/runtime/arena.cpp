// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/arena.h"

#include <string.h>

#ifndef ESPSEAL_ARENA_SIZE
// Two sessions at once with full buffers and chains where memory is no matter; one with an 8 KB buffer on the chip.
#ifdef __XTENSA__
#define ESPSEAL_ARENA_SIZE 18432
#else
#define ESPSEAL_ARENA_SIZE 65536
#endif
#endif

namespace espseal::runtime {

namespace {

constexpr uint32_t alignment = 8;
alignas(alignment) uint8_t memory[ESPSEAL_ARENA_SIZE];
constinit Arena instance;

constexpr uint32_t rounded(uint32_t size)
{
    return (size + alignment - 1) & ~(alignment - 1);
}

} // namespace

Arena &arena()
{
    return instance;
}

uint32_t Arena::size()
{
    return sizeof memory;
}

uint32_t Arena::free() const
{
    return size() - low_ - high_;
}

void Arena::note_use()
{
    if (low_ + high_ > most_used_)
        most_used_ = low_ + high_;
}

void *Arena::take(ArenaEnd end, uint32_t wanted)
{
    const uint32_t bytes = rounded(wanted);
    if (bytes < wanted || bytes > free()) {
        ran_out_ = true;
        return nullptr;
    }
    uint8_t *taken = end == ArenaEnd::low ? memory + low_ : memory + size() - high_ - bytes;
    (end == ArenaEnd::low ? low_ : high_) += bytes;
    note_use();
    return taken;
}

uint8_t *Arena::keep(ArenaEnd end, const void *bytes, uint32_t count)
{
    auto *at = static_cast<uint8_t *>(take(end, count));
    if (at)
        memcpy(at, bytes, count);
    return at;
}

void Arena::release(ArenaEnd end)
{
    if (end == ArenaEnd::low)
        memset(memory, 0, low_);
    else
        memset(memory + size() - high_, 0, high_);
    (end == ArenaEnd::low ? low_ : high_) = 0;
    ran_out_ = false;
}

void Arena::grow_begin()
{
    grown_ = 0;
}

bool Arena::grow(const void *bytes, uint32_t count)
{
    if (count > free() || rounded(grown_ + count) > free()) {
        ran_out_ = true;
        return false;
    }
    memcpy(memory + low_ + grown_, bytes, count);
    grown_ += count;
    return true;
}

uint8_t *Arena::grow_commit(ArenaEnd end)
{
    const uint32_t count = grown_;
    grown_ = 0;
    if (count == 0)
        return nullptr;
    const uint8_t *grown_at = memory + low_;
    auto *at = static_cast<uint8_t *>(take(end, count));
    if (at != grown_at)
        memmove(at, grown_at, count);
    return at;
}

} // namespace espseal::runtime
