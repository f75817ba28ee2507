// SPDX-License-Identifier: Apache-2.0
// The same certificate for another time.
#pragma once

#include "core/pki/issue.h"

namespace espseal::pki {

struct Renewal {
    std::optional<SubjectKey> key; // nothing: the earlier certificate's
    std::optional<Validity> validity; // nothing: as long as before, from now on
    std::optional<Digest> digest; // nothing: as before, SHA-256 where that was neither SHA-256 nor SHA-384 nor version 1
    std::optional<Serial> serial; // nothing: random
};

// Subject, alternative names, usages and every other extension as they were, byte for byte; new serial, validity and, where the key or the CA's key
// changed, key identifiers. A self-signed CA renews itself: `ca` is the certificate, and the key stays. Findings: those of issue_findings().
// Errors: "not-issued-by-ca", "renew-ca-key" (another key for a self-signed CA), "validity", "path-length", those of check_ca() and of SubjectKey::of().
[[nodiscard]] Result<Issued> renew(const Certificate &earlier, const Renewal &renewal, const IssuingCa &ca);
// Knows of no CA above `ca`.
[[nodiscard]] Result<Issued> renew(const Certificate &earlier, const Renewal &renewal, const Certificate &ca, const Signer &signer);

} // namespace espseal::pki
