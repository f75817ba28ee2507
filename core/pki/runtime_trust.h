// SPDX-License-Identifier: Apache-2.0
// The CA sector as the espseal runtime reads it, with BearSSL's own decoders: every entry but an identity's, each PEM or DER.
#pragma once

#include "core/pki/device_verifier_parts.h"

#include <optional>
#include <vector>

#include <bearssl.h>

namespace espseal::pki {

// A br_x509_trust_anchor and the bytes that it points to.
struct RuntimeAnchor {
    std::vector<unsigned char> name;
    std::vector<unsigned char> first; // modulus, or point
    std::vector<unsigned char> second; // public exponent
    br_x509_pkey key {};
    bool may_sign = false;

    // Lives as long as this object stays where it is.
    [[nodiscard]] br_x509_trust_anchor native();
};

// Nothing: the session ends before the handshake begins.
[[nodiscard]] std::optional<std::vector<RuntimeAnchor>> read_runtime_sector(const QByteArray &sector, DeviceReport &report);

} // namespace espseal::pki
