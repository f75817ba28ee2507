// SPDX-License-Identifier: Apache-2.0
// PKCS#7 and PKCS#12, written.
#pragma once

#include "core/base/secure_bytes.h"
#include "core/pki/certificate.h"
#include "core/pki/crl.h"
#include "core/pki/private_key.h"

namespace espseal::pki {

// SignedData without signature or content: a bag of certificates and revocation lists (RFC 5652, "certs-only").
[[nodiscard]] Result<SecureBytes> make_pkcs7(const QList<Certificate> &certificates, const QList<Crl> &crls, bool pem);
// RFC 7292. `legacy`: 3DES, SHA-1 and 2,048 rounds. Errors: "password-empty", "password-nul".
[[nodiscard]] Result<SecureBytes> make_pkcs12(
    const Certificate &certificate, const QList<Certificate> &chain, const PrivateKey &key, const SecureBytes &password, bool legacy);

} // namespace espseal::pki
