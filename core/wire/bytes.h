// SPDX-License-Identifier: Apache-2.0
// Byte ranges without a C++ library: Debian's lx106 compiler has none.
#pragma once

#include <stdint.h>

namespace espseal::wire {

// Bytes somebody else owns, read only.
struct ByteView {
    const uint8_t *data = nullptr;
    uint32_t size = 0;

    [[nodiscard]] constexpr bool empty() const { return size == 0; }
    // The part from `offset`, at most `length` bytes; clipped to what is there.
    [[nodiscard]] constexpr ByteView part(uint32_t offset, uint32_t length = UINT32_MAX) const
    {
        if (offset >= size)
            return {};
        const uint32_t rest = size - offset;
        return { data + offset, length < rest ? length : rest };
    }
};

// Bytes somebody else owns, writable.
struct ByteSpan {
    uint8_t *data = nullptr;
    uint32_t size = 0;

    [[nodiscard]] constexpr ByteView view() const { return { data, size }; }
};

} // namespace espseal::wire
