// SPDX-License-Identifier: Apache-2.0
// mbedtls_x509_crt_verify_with_profile() of mbed TLS 2.2.1 as the SDK builds it: no names, no dates, no key usage, no revocation lists.
#pragma once

#include "core/pki/device_verifier_parts.h"
#include "core/pki/mbedtls_certificate.h"

namespace espseal::pki {

// x509.h
inline constexpr std::uint32_t mbedtls_not_trusted = 0x08;
inline constexpr std::uint32_t mbedtls_bad_digest = 0x4000;
inline constexpr std::uint32_t mbedtls_bad_key = 0x10000;

// The flags: 0 is accepted, anything else -0x2700. Steps and causes go to `report`. `chain` is not empty.
[[nodiscard]] std::uint32_t verify_as_mbedtls(
    const QList<MbedtlsCertificate> &chain, const QList<MbedtlsCertificate> &trusted, const DeviceProfile &device, DeviceReport &report);

} // namespace espseal::pki
