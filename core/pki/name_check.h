// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/finding.h"
#include "core/pki/certificate.h"

namespace espseal::pki {

// "name-control-characters" (error): a NUL or another control character in the subject, the issuer or an alternative name. A program that stops
// reading there takes the certificate for somebody else's.
[[nodiscard]] QList<Finding> check_names(const Certificate &certificate);

} // namespace espseal::pki
