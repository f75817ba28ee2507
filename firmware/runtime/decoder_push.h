// SPDX-License-Identifier: Apache-2.0
// Trap: after an error BearSSL's decoders run on from a broken state if more bytes are pushed, and read where nothing is.
#pragma once

#include <bearssl.h>

namespace espseal::runtime {

inline void push(br_x509_decoder_context &decoder, const uint8_t *data, size_t size)
{
    if (decoder.err == 0)
        br_x509_decoder_push(&decoder, data, size);
}

inline void push(br_skey_decoder_context &decoder, const uint8_t *data, size_t size)
{
    if (decoder.err == 0)
        br_skey_decoder_push(&decoder, data, size);
}

} // namespace espseal::runtime
