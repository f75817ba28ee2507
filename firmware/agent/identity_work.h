// SPDX-License-Identifier: Apache-2.0
// What the agent does in its identity sector when it makes its own key: checks, computes on the TLS stack, writes.
#pragma once

#include "core/wire/key_event.h"

namespace espseal::agent {

struct Wishes {
    wire::KeyKind key = wire::KeyKind::none;
    wire::KeyReplace replace = wire::KeyReplace::no;
    uint32_t name_size = 0;
    char name[wire::key_name_max] = {};

    // False, and nothing is changed: no such kind of key, or no proper name.
    [[nodiscard]] bool take(const wire::KeyRequest &request);
    [[nodiscard]] bool same_request(const Wishes &other) const;
    [[nodiscard]] wire::Text common_name() const { return { name, name_size }; }
};

// KeyRefusal::unknown stands for "not refused" in what follows.

// Whether the settings name a sector that may be written.
[[nodiscard]] wire::KeyRefusal sector_refusal();

struct MadeRequest {
    wire::KeyRefusal refusal = wire::KeyRefusal::unknown;
    bool replaces = false;
    wire::ByteView der; // in the caller's memory; empty: refused
};
// Finds the pending key or makes one, and asks for its certificate.
[[nodiscard]] MadeRequest request_of_own_key(const Wishes &wishes, wire::ByteSpan memory);

// Makes pending key and chain the identity, and reads it back. `sha256`: of its first certificate.
[[nodiscard]] wire::KeyRefusal store_own_identity(wire::ByteView chain, uint8_t (&sha256)[wire::fingerprint::size]);

// Completes what a power failure interrupted. False: flash does not keep what is written.
[[nodiscard]] bool finish_own_identity();

[[nodiscard]] const char *refusal_text(wire::KeyRefusal reason);

} // namespace espseal::agent
