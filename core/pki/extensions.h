// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pki/certificate_spec.h"
#include "core/pki/openssl.h"

namespace espseal::pki {

// The extensions that issue.h promises (RFC 5280 4.2.1). Subject, issuer and public key must be set; a self-signed one is its own `issuer`.
// False: OpenSSL failed.
[[nodiscard]] bool add_extensions(X509 *certificate, X509 *issuer, const CertificateSpec &spec);

// SKI and AKI alone, in place of any that are there.
[[nodiscard]] bool set_key_identifiers(X509 *certificate, X509 *issuer);

// The extension with those names; empty: no valid one.
[[nodiscard]] GeneralNames general_names(const QList<AltName> &names);

// The names that the certificate will hold: those of the spec, else a server's common name where that is one.
[[nodiscard]] QList<AltName> names_of(const CertificateSpec &spec);

} // namespace espseal::pki
