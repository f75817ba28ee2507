// SPDX-License-Identifier: Apache-2.0
// Base64 with padding (RFC 4648 section 4), for the line form of trace frames.
#pragma once

#include "core/wire/bytes.h"

namespace espseal::wire {

constexpr uint32_t base64_encoded_size(uint32_t size)
{
    return (size + 2) / 3 * 4;
}

// Writes base64_encoded_size(bytes.size) bytes.
void base64_encode(ByteView bytes, uint8_t *out);
// `out` has room for text.size / 4 * 3 bytes and may be where `text` is. Strict: no blanks, whole groups, zero spare bits.
[[nodiscard]] bool base64_decode(ByteView text, uint8_t *out, uint32_t &size);

} // namespace espseal::wire
