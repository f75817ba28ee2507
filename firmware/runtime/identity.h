// SPDX-License-Identifier: Apache-2.0
// The device's own certificate chain and private key, decoded for BearSSL, in the arena.
#pragma once

#include "firmware/runtime/arena.h"
#include "firmware/runtime/flash_blob.h"
#include "firmware/runtime/source.h"
#include "firmware/runtime/trust_store.h"

#include <bearssl.h>

namespace espseal::runtime {

struct Identity {
    static constexpr uint32_t chain_most = 4;
    br_x509_certificate chain[chain_most];
    uint32_t chain_length;
    unsigned key_type; // BR_KEYTYPE_RSA or BR_KEYTYPE_EC
    unsigned issuer_key_type; // of the key that signed the first certificate
    br_rsa_private_key rsa;
    br_ec_private_key ec;
};

enum class IdentityFault : uint8_t { none, certificate, key, mismatch };

// From what espconn_secure_set_default_* was given, or from the payloads of a blob's entries.
[[nodiscard]] IdentityFault load_identity(Identity &identity, const Source &certificate, const Source &key, ArenaEnd end, DecoderScratch &scratch);

// A private key alone; the identity's chain stays as it is. Wipes `scratch`.
[[nodiscard]] bool load_key(Identity &identity, const Source &key, ArenaEnd end, DecoderScratch &scratch);

// How reading an identity blob went.
struct IdentityResult {
    IdentityFault fault = IdentityFault::none;
    FlashEntry certificate;
    FlashEntry key;

    [[nodiscard]] bool ok() const { return fault == IdentityFault::none; }
    // Tells the trace the entries that were looked for.
    void tell() const;
};

[[nodiscard]] IdentityResult load_identity(Identity &identity, uint32_t sector, ArenaEnd end, DecoderScratch &scratch);

// What is at fault and why, in words.
[[nodiscard]] const char *fault_place(IdentityFault fault);
[[nodiscard]] const char *fault_text(IdentityFault fault, wire::BlobVerdict verdict = wire::BlobVerdict::bad_payload);
[[nodiscard]] const char *fault_text(const IdentityResult &result);

} // namespace espseal::runtime
