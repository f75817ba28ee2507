// SPDX-License-Identifier: Apache-2.0
// Consistent overhead byte stuffing (Cheshire and Baker, 1999): bytes without zeros, so that a zero can end them.
#pragma once

#include "core/wire/bytes.h"

namespace espseal::wire {

constexpr uint32_t cobs_encoded_max(uint32_t size)
{
    return size + size / 254 + 1;
}

// Encodes what is put, piece by piece, so that a frame needs no copy of its own. `out` has room for cobs_encoded_max() of all pieces.
class CobsWriter {
public:
    explicit CobsWriter(uint8_t *out)
        : out_(out)
    {
    }
    void put(ByteView bytes);
    // Bytes written, the delimiter not included.
    uint32_t finish();

private:
    void close_block();

    uint8_t *out_;
    uint32_t code_at_ = 0;
    uint32_t at_ = 1;
    uint8_t code_ = 1;
};

// `out` has room for coded.size bytes and may be where `coded` is. False if `coded` holds a zero or ends inside a block.
[[nodiscard]] bool cobs_decode(ByteView coded, uint8_t *out, uint32_t &size);

} // namespace espseal::wire
