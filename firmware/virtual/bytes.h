// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace espseal::device {

using Bytes = std::vector<uint8_t>;
using View = std::span<const uint8_t>;

// Little-endian loads. Bytes beyond the end read as 0, as the ROM's cleared packet buffer does.
[[nodiscard]] inline uint32_t load(View bytes, size_t offset, size_t width)
{
    uint32_t value = 0;
    for (size_t i = 0; i < width && offset + i < bytes.size(); ++i)
        value |= uint32_t(bytes[offset + i]) << (8 * i);
    return value;
}

[[nodiscard]] inline uint32_t load32(View bytes, size_t offset)
{
    return load(bytes, offset, 4);
}

inline void append(Bytes &out, uint32_t value, size_t width)
{
    for (size_t i = 0; i < width; ++i)
        out.push_back(uint8_t(value >> (8 * i)));
}

inline void append(Bytes &out, View bytes)
{
    out.insert(out.end(), bytes.begin(), bytes.end());
}

// At most `length` bytes from `offset`, clipped to what is there.
[[nodiscard]] inline View part(View bytes, size_t offset, size_t length = SIZE_MAX)
{
    if (offset >= bytes.size())
        return {};
    return bytes.subspan(offset, std::min(length, bytes.size() - offset));
}

} // namespace espseal::device
