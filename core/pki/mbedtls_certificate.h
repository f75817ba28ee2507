// SPDX-License-Identifier: Apache-2.0
// A certificate as mbed TLS 2.2.1 reads it with the SDK's config_esp.h: RSA only, no elliptic curves, no PSS, critical extensions it does not know refused.
#pragma once

#include "core/pki/certificate.h"

#include <expected>

struct X509_name_st;

namespace espseal::pki {

struct MbedtlsCertificate {
    Certificate certificate;
    bool is_ca = false; // basicConstraints alone; a version 1 certificate is none here
    int most_below = 0; // pathLenConstraint + 1; 0: no limit
    bool digest_known = true; // MD5, SHA-1, SHA-2 are built in
    bool digest_allowed = true; // mbedtls_x509_crt_profile_default: SHA-1 and up
};

struct MbedtlsParseError {
    int code = 0; // -0x262e
    QString why; // translated
};

// As x509_crt_parse_der_core() checks, in its order.
[[nodiscard]] std::expected<MbedtlsCertificate, MbedtlsParseError> read_as_mbedtls(const Certificate &certificate);

// x509_name_cmp(): the same types, strings and sets in the same order; letters of any case match in PrintableString and UTF8String.
[[nodiscard]] bool same_name_for_mbedtls(const X509_name_st *one, const X509_name_st *other);

} // namespace espseal::pki
