// SPDX-License-Identifier: Apache-2.0
#include "core/wire/cobs.h"

namespace espseal::wire {

void CobsWriter::put(ByteView bytes)
{
    for (uint32_t i = 0; i < bytes.size; ++i) {
        if (code_ == 0xFF)
            close_block();
        if (bytes.data[i] == 0) {
            close_block();
        } else {
            out_[at_++] = bytes.data[i];
            ++code_;
        }
    }
}

uint32_t CobsWriter::finish()
{
    out_[code_at_] = code_;
    return at_;
}

void CobsWriter::close_block()
{
    out_[code_at_] = code_;
    code_at_ = at_++;
    code_ = 1;
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
