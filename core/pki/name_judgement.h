// SPDX-License-Identifier: Apache-2.0
// Names in a certificate: whether they are what they look like, and whether they are the address in use.
#pragma once

#include "core/base/finding.h"
#include "core/pki/certificate.h"

namespace espseal::pki {

enum class NameMatch {
    none,
    common_name, // only the common name says so: OpenSSL accepts it for a host, nobody for an address; browsers, Go and Python never
    full, // an alternative name (RFC 6125, RFC 9525)
};

// What today's peers compare, by OpenSSL's own matching.
[[nodiscard]] NameMatch match_name(const Certificate &certificate, const AltName &name);
// What the espseal runtime compares: BearSSL's names (an alternative name, else the common name), an IPv4 address in either.
[[nodiscard]] bool runtime_matches_name(const Certificate &certificate, const AltName &name);

// "name-nul": a NUL inside a name, behind which a careless verifier stops reading. "name-not-text": an alternative name
// with bytes that are no text.
[[nodiscard]] QList<Finding> judge_names(const Certificate &certificate);

} // namespace espseal::pki
