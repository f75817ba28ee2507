// SPDX-License-Identifier: Apache-2.0
// The CA sector as the SDK's axTLS builds read it (espconn_ssl.o and ssl_tls1.o of libssl.a, add_cert_auth of axTLS 1.4.9).
#pragma once

#include "core/pki/axtls_certificate.h"
#include "core/pki/device_verifier_parts.h"

#include <optional>

namespace espseal::pki {

// Up to three CAs. Nothing: the connection ends before TLS starts.
[[nodiscard]] std::optional<QList<AxtlsCertificate>> read_axtls_sector(const QByteArray &sector, DeviceReport &report);

} // namespace espseal::pki
