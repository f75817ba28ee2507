// SPDX-License-Identifier: Apache-2.0
// Bytes of a credential: in flash, where they are read piece by piece, or in memory.
#pragma once

#include "core/wire/bytes.h"

namespace espseal::runtime {

class Source {
public:
    static Source memory(const uint8_t *data, uint32_t size) { return Source(data, 0, size); }
    static Source flash(uint32_t address, uint32_t size) { return Source(nullptr, address, size); }

    [[nodiscard]] uint32_t size() const { return size_; }
    // False if offset + size is beyond the source, or flash does not answer.
    [[nodiscard]] bool read(uint32_t offset, uint8_t *into, uint32_t size) const;
    // CRC-32 of all of it; 0 if it cannot be read.
    [[nodiscard]] uint32_t crc32() const;

private:
    Source(const uint8_t *data, uint32_t address, uint32_t size)
        : data_(data)
        , address_(address)
        , size_(size)
    {
    }

    const uint8_t *data_;
    uint32_t address_;
    uint32_t size_;
};

inline constexpr uint32_t source_piece = 64; // bytes read at a time

} // namespace espseal::runtime
