// SPDX-License-Identifier: Apache-2.0
// The one static block of memory that sessions live in. The server's session grows from its start, the client's from its end, so
// that whatever one does not need is the other's; both together must fit.
#pragma once

#include <stdint.h>

namespace espseal::runtime {

enum class ArenaEnd : uint8_t { low, high };

class Arena {
public:
    constexpr Arena() = default;

    // Aligned for any type; null if it does not fit.
    [[nodiscard]] void *take(ArenaEnd end, uint32_t size);
    // The same, holding a copy of `bytes`.
    [[nodiscard]] uint8_t *keep(ArenaEnd end, const void *bytes, uint32_t size);
    // Gives back all that this end holds, wiped: there were keys in it.
    void release(ArenaEnd end);

    // One thing of unknown size: append its bytes, then commit it as if it had been taken. Nothing else may be taken in between.
    void grow_begin();
    [[nodiscard]] bool grow(const void *bytes, uint32_t size);
    [[nodiscard]] uint8_t *grow_commit(ArenaEnd end); // null if nothing was appended
    [[nodiscard]] uint32_t grown() const { return grown_; }

    // Something did not fit since the last release.
    [[nodiscard]] bool ran_out() const { return ran_out_; }
    [[nodiscard]] static uint32_t size();
    [[nodiscard]] uint32_t free() const;
    [[nodiscard]] uint32_t low_water() const { return size() - most_used_; }

private:
    void note_use();

    uint32_t low_ = 0; // bytes taken from the start
    uint32_t high_ = 0; // bytes taken from the end
    uint32_t grown_ = 0;
    uint32_t most_used_ = 0;
    bool ran_out_ = false;
};

[[nodiscard]] Arena &arena();

// Placement new without <new>, which the lx106 compiler does not have.
struct Place {
    void *at;
};

} // namespace espseal::runtime

inline void *operator new(decltype(sizeof 0), espseal::runtime::Place place) noexcept
{
    return place.at;
}
inline void operator delete(void *, espseal::runtime::Place) noexcept { }
