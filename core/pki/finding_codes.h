// SPDX-License-Identifier: Apache-2.0
// Every code of a judgement of credentials: stable names for scripts, help and tests. (Those of `convert` about its input begin with "sdk-".)
#pragma once

#include <array>
#include <string_view>

namespace espseal::pki {

inline constexpr std::array<std::string_view, 56> finding_codes {
    // dates
    "expired",
    "not-yet-valid",
    "expires-soon",
    "date-past-2038",
    "date-not-checked",
    "clock-unknown",
    // keys, signatures, form
    "key-mismatch",
    "key-too-weak",
    "key-unsupported",
    "digest-too-weak",
    "digest-unsupported",
    "bad-signature",
    "version-1",
    "critical-extension",
    "not-rfc5280",
    "certificate-unreadable",
    // names
    "name-mismatch",
    "name-common-name-only",
    "name-constraint",
    "name-nul",
    "name-not-text",
    "name-not-checked",
    // what it may be used for
    "not-a-ca",
    "wrong-purpose",
    "purpose-not-checked",
    // chains
    "chain-unknown-ca",
    "chain-incomplete",
    "chain-invalid-ca",
    "chain-too-long",
    "ca-too-deep",
    "chain-order",
    "chain-too-large",
    "chain-rejected",
    "root-sent",
    "no-peer-certificate",
    // revocation
    "revoked",
    "revocation-not-checked",
    "crl-missing",
    "crl-out-of-date",
    "crl-bad",
    // the device's CA sector, and blobs
    "ca-sector-erased",
    "ca-sector-unreadable",
    "ca-partly-read",
    "ca-ignored",
    "blob-too-large",
    "blob-truncated",
    "blob-garbage",
    "blob-entry-missing",
    "blob-entry-damaged",
    "blob-key-order",
    "blob-several-cas",
    "key-wrapper",
    "key-encrypted",
    // the device
    "tls-too-old",
    "memory-short",
    "memory-tight",
};

} // namespace espseal::pki
