// SPDX-License-Identifier: Apache-2.0
// PEM, DER, PKCS#7 and PKCS#12 taken apart; what the public readers stand on.
#pragma once

#include "core/pki/certificate.h"
#include "core/pki/crl.h"
#include "core/pki/private_key.h"
#include "core/pki/request.h"
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
    QList<CertificateRequest> requests;
    QList<Crl> crls;
    QStringList other_blocks; // labels of PEM blocks that are none of these: "PUBLIC KEY"

    [[nodiscard]] bool empty() const { return certificates.isEmpty() && keys.empty() && requests.isEmpty() && crls.isEmpty(); }
    void append(Decoded other);
};

// Keys in one file: each may cost a password and a key derivation.
inline constexpr std::size_t most_keys = 64;

// Certificates, keys, requests, CRLs and PKCS#7 of PEM text; other blocks are skipped.
[[nodiscard]] Result<Decoded> decode_pem(Bytes text, Unlocker &unlocker);
// One certificate or more behind each other, a key, an encrypted key, a request, a CRL. Empty if it is none of them.
[[nodiscard]] Result<Decoded> decode_der(Bytes der, Unlocker &unlocker);
// Nothing if it is no PKCS#12.
[[nodiscard]] Result<std::optional<Decoded>> decode_pkcs12(Bytes der, Unlocker &unlocker);
// Certificates and CRLs; nothing if it is no PKCS#7. Errors: "pkcs7-unsupported", "no-certificate".
[[nodiscard]] Result<std::optional<Decoded>> decode_pkcs7(Bytes der, const Unlocker &unlocker);

[[nodiscard]] bool holds_pem(Bytes bytes);
// PEM, else DER: what a blob's payload or a C array holds. Empty if neither.
[[nodiscard]] Result<Decoded> decode_payload(Bytes bytes, Unlocker &unlocker);
[[nodiscard]] std::optional<CertificateRequest> request_of(Bytes der);
[[nodiscard]] std::optional<Crl> crl_of(Bytes der);
// An unencrypted key in DER; nothing if it is none.
[[nodiscard]] std::optional<DecodedKey> decode_plain_key(Bytes der);

[[nodiscard]] std::unexpected<Error> damaged_certificate(const QString &name);
[[nodiscard]] std::unexpected<Error> damaged_key(const QString &name);
[[nodiscard]] std::unexpected<Error> damaged_request(const QString &name);
[[nodiscard]] std::unexpected<Error> damaged_crl(const QString &name);

} // namespace espseal::pki
