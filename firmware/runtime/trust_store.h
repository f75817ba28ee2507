// SPDX-License-Identifier: Apache-2.0
// The CA certificates of a blob as BearSSL's trust anchors, in the arena.
#pragma once

#include "firmware/runtime/arena.h"
#include "firmware/runtime/flash_blob.h"

#include <bearssl.h>

namespace espseal::runtime {

// Memory that decoding needs for a moment; lies where the TLS engine is set up afterwards.
struct DecoderScratch {
    br_pem_decoder_context pem = {};
    union {
        br_x509_decoder_context certificate = {};
        br_skey_decoder_context key;
    };
};

struct TrustStore {
    static constexpr uint32_t most = 8;
    br_x509_trust_anchor anchors[most] = {};
    uint32_t count = 0;
};

// Reads every CA of the blob: all entries but an identity's, each one certificate or a PEM bundle. Tells the trace each entry.
// The verdict is `ok` if at least one certificate was read and no entry was bad.
[[nodiscard]] wire::BlobVerdict load_trust_store(TrustStore &store, uint32_t sector, ArenaEnd end, DecoderScratch &scratch);

} // namespace espseal::runtime
