// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pki/issue.h"
#include "core/pki/openssl.h"

namespace espseal::pki {

// The extensions that issue.h promises (RFC 5280 4.2.1). The public key and the names must be set. False: OpenSSL failed.
[[nodiscard]] bool add_ca_extensions(X509 *ca);
[[nodiscard]] bool add_leaf_extensions(X509 *leaf, X509 *ca, const CertificateSpec &spec, KeyType key);

} // namespace espseal::pki
