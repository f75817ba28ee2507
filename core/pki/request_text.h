// SPDX-License-Identifier: Apache-2.0
// The same as certificate_text.h for requests, revocation lists and keys.
#pragma once

#include "core/pki/certificate_text.h"
#include "core/pki/crl.h"
#include "core/pki/private_key.h"
#include "core/pki/request.h"

namespace espseal::pki {

// Sections: subject, public key, requested extensions, signature (and whether it is right), fingerprints.
[[nodiscard]] QList<TextSection> request_text(const CertificateRequest &request);
// As `openssl req -text -noout` prints it.
[[nodiscard]] QString request_dump(const CertificateRequest &request);

// Sections: issuer, validity, revoked certificates (the first `most`), extensions, signature, fingerprints.
[[nodiscard]] QList<TextSection> crl_text(const Crl &crl, qsizetype most = 1000);
// As `openssl crl -text -noout` prints it.
[[nodiscard]] QString crl_dump(const Crl &crl);

// The public half only.
[[nodiscard]] QList<TextSection> key_text(const PrivateKey &key);

} // namespace espseal::pki
