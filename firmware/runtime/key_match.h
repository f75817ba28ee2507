// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/runtime/identity.h"

namespace espseal::runtime {

// Whether the first certificate can be decoded; notes its signer's key type.
[[nodiscard]] bool leaf_is_readable(Identity &identity, DecoderScratch &scratch);

// Whether the private key belongs to the first certificate. A pair that matched is not computed again: for EC this costs as much
// as a quarter of a handshake.
[[nodiscard]] bool key_matches(const Identity &identity, DecoderScratch &scratch);

} // namespace espseal::runtime
