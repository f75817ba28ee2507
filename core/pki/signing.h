// SPDX-License-Identifier: Apache-2.0
// The steps that everything signed has in common.
#pragma once

#include "core/pki/openssl.h"
#include "core/pki/serial.h"
#include "core/pki/signer.h"
#include "core/pki/validity.h"

namespace espseal::pki {

// The CA may sign and the signer has its key. Errors: "not-a-ca", "key-mismatch".
[[nodiscard]] Result<void> check_ca(const Certificate &ca, const Signer &signer);

// False: OpenSSL failed.
[[nodiscard]] bool set_serial(X509 *certificate, const Serial &serial);
[[nodiscard]] bool set_validity(X509 *certificate, const Validity &validity);

// Signs, and checks the signature with the public half: a fault in computing would give the key away.
[[nodiscard]] Result<void> sign_checked(X509 *certificate, EVP_PKEY *public_key, const Signer &signer, Digest digest);
[[nodiscard]] Result<void> sign_checked(X509_CRL *crl, EVP_PKEY *public_key, const Signer &signer, Digest digest);
[[nodiscard]] Result<void> sign_checked(X509_REQ *request, EVP_PKEY *public_key, const Signer &signer, Digest digest);

} // namespace espseal::pki
