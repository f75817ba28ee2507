// SPDX-License-Identifier: Apache-2.0
// A certificate as axTLS reads it (axTLS 1.4.9 asn1.c, x509.c; libssl.a of ESP8266_NONOS_SDK): RSA only, three parts of a name, no extensions.
#pragma once

#include "core/pki/certificate.h"

#include <array>
#include <expected>
#include <optional>

namespace espseal::pki {

// CN, O, OU: the first of each, up to a NUL.
using AxtlsName = std::array<std::optional<QByteArray>, 3>;

struct AxtlsCertificate {
    Certificate certificate;
    AxtlsName subject;
    AxtlsName issuer;
    // Seconds since 1970 in 32 bits with sign: an end after 2038-01-19 is negative. UTCTime counts whole days only.
    std::int32_t not_before = 0;
    std::int32_t not_after = 0;
    bool digest_known = true; // MD5, SHA-1, SHA-256, SHA-384, SHA-512
};

// Error: why it cannot be read, translated; the device says SSL_ERROR_BAD_CERTIFICATE.
[[nodiscard]] std::expected<AxtlsCertificate, QString> read_as_axtls(const Certificate &certificate);

[[nodiscard]] bool is_issued_by(const AxtlsCertificate &certificate, const AxtlsCertificate &issuer); // by name alone
[[nodiscard]] bool is_signed_for_axtls(const AxtlsCertificate &certificate, const AxtlsCertificate &issuer);

} // namespace espseal::pki
