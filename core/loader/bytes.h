// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/crypto.h>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace espseal::loader {

// Overwrites what it gives back: private keys pass through every buffer of this folder.
template <class T> struct WipingAllocator {
    using value_type = T;

    WipingAllocator() = default;
    template <class U> explicit(false) WipingAllocator(const WipingAllocator<U> &) noexcept { }

    [[nodiscard]] T *allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
    void deallocate(T *place, std::size_t count) noexcept
    {
        OPENSSL_cleanse(place, count * sizeof(T));
        std::allocator<T>().deallocate(place, count);
    }
    bool operator==(const WipingAllocator &) const = default;
};

using Bytes = std::vector<std::uint8_t, WipingAllocator<std::uint8_t>>;

inline void append(Bytes &bytes, std::span<const std::uint8_t> more)
{
    bytes.insert(bytes.end(), more.begin(), more.end());
}

} // namespace espseal::loader
