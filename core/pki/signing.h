// SPDX-License-Identifier: Apache-2.0
// The steps that everything signed has in common.
#pragma once

#include "core/pki/openssl.h"
#include "core/pki/signer.h"

namespace espseal::pki {

// The CA may sign and the signer has its key. Errors: "not-a-ca", "key-mismatch".
[[nodiscard]] Result<void> check_ca(const Certificate &ca, const Signer &signer);

// Signs, and checks the signature with the public half: a fault in computing would give the key away.
[[nodiscard]] Result<void> sign_checked(X509 *certificate, EVP_PKEY *public_key, const Signer &signer, Digest digest);
[[nodiscard]] Result<void> sign_checked(X509_CRL *crl, EVP_PKEY *public_key, const Signer &signer, Digest digest);
[[nodiscard]] Result<void> sign_checked(X509_REQ *request, EVP_PKEY *public_key, const Signer &signer, Digest digest);

} // namespace espseal::pki
