// SPDX-License-Identifier: Apache-2.0
// The device's own key: made here, written down as DER, never told to anybody.
#pragma once

#include "core/wire/key_event.h"
#include "firmware/runtime/arena.h"

namespace espseal::runtime {

// Longest DER of a key that make_key() makes: RSA with 2048 bits.
inline constexpr uint32_t made_key_max = 1280;

// Called now and then during long computations: feeds watchdogs, shows life.
using StillWorking = void (*)();

enum class KeyFault : uint8_t { none, random, memory, kind };

struct MadeKey {
    KeyFault fault = KeyFault::none;
    wire::ByteView der; // SEC1 (with its public key) or PKCS#1, in the arena; the caller releases it
};

// Makes a key from random words (the port's), whose health it checks. On the TLS stack; takes arena memory at `end`. P-256 takes as long as
// a part of a handshake, RSA with 2048 bits some minutes on the ESP8266.
[[nodiscard]] MadeKey make_key(wire::KeyKind kind, ArenaEnd end, StillWorking working, bool (*random_word)(uint32_t &word));

// Overwrites the part of the stack that computations with secrets have used.
void wipe_stack();

} // namespace espseal::runtime
