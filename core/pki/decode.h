// SPDX-License-Identifier: Apache-2.0
// PEM, DER and PKCS#12 taken apart; what the public readers stand on.
#pragma once

#include "core/pki/certificate.h"
#include "core/pki/private_key.h"
#include "core/pki/unlock.h"

#include <optional>

namespace espseal::pki {

struct DecodedKey {
    PrivateKey key;
    KeyWrapper wrapper = KeyWrapper::unknown;
};

struct Decoded {
    QList<Certificate> certificates;
    std::vector<DecodedKey> keys;

    [[nodiscard]] bool empty() const { return certificates.isEmpty() && keys.empty(); }
};

// Keys in one file: each may cost a password and a key derivation.
inline constexpr std::size_t most_keys = 64;

// Certificates and keys of PEM text; other blocks are skipped.
[[nodiscard]] Result<Decoded> decode_pem(Bytes text, Unlocker &unlocker);
// One certificate or more behind each other, a key, an encrypted key. Empty if it is none of them.
[[nodiscard]] Result<Decoded> decode_der(Bytes der, Unlocker &unlocker);
// Nothing if it is no PKCS#12.
[[nodiscard]] Result<std::optional<Decoded>> decode_pkcs12(Bytes der, Unlocker &unlocker);

[[nodiscard]] bool holds_pem(Bytes bytes);
// PEM, else DER: what a blob's payload or a C array holds. Empty if neither.
[[nodiscard]] Result<Decoded> decode_payload(Bytes bytes, Unlocker &unlocker);
// An unencrypted key in DER; nothing if it is none.
[[nodiscard]] std::optional<DecodedKey> decode_plain_key(Bytes der);

[[nodiscard]] std::unexpected<Error> damaged_certificate(const QString &name);
[[nodiscard]] std::unexpected<Error> damaged_key(const QString &name);

} // namespace espseal::pki
