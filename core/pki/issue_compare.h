// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pki/issue.h"

namespace espseal::pki {

// The certificate, signed by the CA, says what issue() would make of the spec: version, subject, extensions, digest, and the spec's serial number if
// it has one. Key and dates are not compared. Errors: those of issue().
[[nodiscard]] Result<bool> says(const Certificate &certificate, const CertificateSpec &spec, const IssuingCa &ca);

} // namespace espseal::pki
