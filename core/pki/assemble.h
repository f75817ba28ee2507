// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pki/certificate_spec.h"
#include "core/pki/issuing_ca.h"
#include "core/pki/openssl.h"

namespace espseal::pki {

// Everything of a certificate but its signature. `ca`: who signs it; none: itself. Errors: those of issue() that do not concern the signer.
[[nodiscard]] Result<X509Certificate> assemble(const CertificateSpec &spec, EVP_PKEY *subject_key, const IssuingCa *ca);

} // namespace espseal::pki
