// SPDX-License-Identifier: Apache-2.0
// PKCS#10 (RFC 2986): the device asks a CA to certify its key.
#pragma once

#include "core/wire/trace_body.h"
#include "firmware/runtime/identity.h"

namespace espseal::runtime {

// Longest request: RSA with 2048 bits and a common name of wire::key_name_max bytes.
inline constexpr uint32_t signing_request_max = 1024;

// Writes the request for the identity's key (P-256 or RSA, decoded) with this common name as UTF8String, signed with SHA-256, to the end
// of `out`. The same key and name give the same bytes: both signatures are deterministic. Empty if it does not fit or the key is no good.
// On the TLS stack.
[[nodiscard]] wire::ByteView write_signing_request(const Identity &identity, wire::Text common_name, wire::ByteSpan out);

} // namespace espseal::runtime
