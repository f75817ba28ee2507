// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/signer/module.h"
#include "core/pki/token.h"

namespace espseal::signer {

struct Slot {
    CK_SLOT_ID id = 0;
    pki::Token token; // without keys
};

// The tokens that are there.
[[nodiscard]] Answer<QList<Slot>> all_slots(const Module &module);
// The PIN's state may change with each try.
[[nodiscard]] Answer<pki::Token> token_in(const Module &module, CK_SLOT_ID slot);

} // namespace espseal::signer
