// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pki/issuing_ca.h"

namespace espseal::pki {

// How many CAs may follow below a CA, by its own path length and those of all CAs above it (RFC 5280 4.2.1.9; self-issued ones do not count).
struct PathLeft {
    int most = 0; // negative: it stands lower already than `limit` allows, and nothing that it signs verifies
    Certificate limit; // whose path length decides
};
// `line`: the CA, its issuer and so on, as far as they are known. Nothing: any number.
[[nodiscard]] std::optional<PathLeft> path_left(const QList<Certificate> &line);
[[nodiscard]] std::optional<PathLeft> path_left(const IssuingCa &ca);

// Error: "path-length": no verifier would accept what this CA signs, or, with Role::ca, what such a CA signs below it.
[[nodiscard]] Result<void> check_path(const IssuingCa &ca, Role role);

} // namespace espseal::pki
