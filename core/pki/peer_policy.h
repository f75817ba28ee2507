// SPDX-License-Identifier: Apache-2.0
// What today's TLS peers accept, as OpenSSL itself says: its default security level, and its security callback about keys and signatures.
#pragma once

#include "core/pki/certificate.h"

namespace espseal::pki {

// SSL_CTX_get_security_level of a fresh context: 2 for OpenSSL 3.2 and later, unless this installation was set up otherwise.
[[nodiscard]] int peer_security_level();
// At that level.
[[nodiscard]] bool peers_accept_key(const Certificate &certificate, bool as_ca);
// The signature on the certificate; of a trusted root nobody looks at it.
[[nodiscard]] bool peers_accept_signature(const Certificate &certificate);

} // namespace espseal::pki
