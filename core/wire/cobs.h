// SPDX-License-Identifier: Apache-2.0
// Consistent overhead byte stuffing (Cheshire and Baker, 1999): bytes without zeros, so that a zero can end them.
#pragma once

#include "core/wire/bytes.h"

namespace espseal::wire {

constexpr uint32_t cobs_encoded_max(uint32_t size)
{
    return size + size / 254 + 1;
}

// `out` has room for cobs_encoded_max(bytes.size). Bytes written, the delimiter not included.
uint32_t cobs_encode(ByteView bytes, uint8_t *out);
// `out` has room for coded.size bytes and may be where `coded` is. False if `coded` holds a zero or ends inside a block.
[[nodiscard]] bool cobs_decode(ByteView coded, uint8_t *out, uint32_t &size);

} // namespace espseal::wire
