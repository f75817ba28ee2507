// SPDX-License-Identifier: Apache-2.0
// The CA sector as the SDK's mbedTLS builds read it (espconn_mbedtls.c, mbedtls_msg_info_load; x509_crt.c, mbedtls_x509_crt_parse).
#pragma once

#include "core/pki/device_verifier_parts.h"
#include "core/pki/mbedtls_certificate.h"

namespace espseal::pki {

struct MbedtlsTrust {
    QList<MbedtlsCertificate> cas; // in the first entry; more than one in a PEM bundle
    bool loaded = false; // false: the set-up fails with -0x7f00
    int unreadable = 0; // certificates of a bundle that could not be read: then the rest is not used either
};

[[nodiscard]] MbedtlsTrust read_mbedtls_sector(const QByteArray &sector, DeviceReport &report);

} // namespace espseal::pki
