// SPDX-License-Identifier: Apache-2.0
#include "core/wire/cobs.h"

namespace espseal::wire {

uint32_t cobs_encode(ByteView bytes, uint8_t *out)
{
    uint32_t code_at = 0;
    uint32_t at = 1;
    uint8_t code = 1;
    for (uint32_t i = 0; i < bytes.size; ++i) {
        if (bytes.data[i] != 0) {
            out[at++] = bytes.data[i];
            ++code;
        }
        const bool full = code == 0xFF && i + 1 < bytes.size;
        if (bytes.data[i] == 0 || full) {
            out[code_at] = code;
            code_at = at++;
            code = 1;
        }
    }
    out[code_at] = code;
    return at;
}

bool cobs_decode(ByteView coded, uint8_t *out, uint32_t &size)
{
    size = 0;
    for (uint32_t at = 0; at < coded.size;) {
        const uint8_t code = coded.data[at++];
        if (code == 0 || code - 1u > coded.size - at)
            return false;
        for (uint8_t i = 1; i < code; ++i) {
            const uint8_t byte = coded.data[at++];
            if (byte == 0)
                return false;
            out[size++] = byte;
        }
        if (code != 0xFF && at < coded.size)
            out[size++] = 0;
    }
    return true;
}

} // namespace espseal::wire
