// SPDX-License-Identifier: Apache-2.0
// The blobs that a device reads from flash (format: core/wire/blob.h), made from certificates and taken apart.
#pragma once

#include "core/base/units.h"
#include "core/pki/credential_file.h"
#include "core/pki/identity.h"
#include "core/wire/blob.h"

#include <optional>

namespace espseal::pki {

enum class PayloadFormat { pem, der }; // SDK 3.x scripts write PEM, SDK 2.x DER; every stack reads both, DER is about 30 % smaller

// esp_ca_cert.bin: one entry for each CA. Stock mbedTLS builds read only the first, axTLS builds three.
// Errors: "no-certificate", "not-a-ca", "blob-entry-too-large".
[[nodiscard]] Result<QByteArray> pack_ca_blob(const QList<Certificate> &cas, PayloadFormat format = PayloadFormat::pem);
// esp_cert_private_key.bin: certificate, then key (PKCS#1, SEC1). The entry `certificate` holds the whole chain, leaf first, as PEM blocks or as
// DER elements one behind the other; builds with axTLS take a chain only as PEM. Errors: a key that is neither RSA nor EC.
[[nodiscard]] Result<SecureBytes> pack_identity_blob(const Identity &identity, PayloadFormat format = PayloadFormat::pem);

enum class BlobRole { ca, identity, unknown };

struct BlobEntryInfo {
    QString name;
    std::uint32_t offset = 0; // of its header in the blob
    std::uint32_t length = 0; // of its payload
    wire::BlobPayload payload = wire::BlobPayload::unknown;
    QList<Certificate> certificates;
    std::optional<PrivateKey> key;
    KeyWrapper wrapper = KeyWrapper::unknown; // of the key; `encrypted` without `key`
};

struct BlobInfo {
    BlobRole role = BlobRole::unknown;
    QList<BlobEntryInfo> entries;
    Size size; // without the erased flash behind it
    Size der_size; // of the same content with DER payloads
    bool complete = false; // it ended where a blob ends
    // About the container and its entries: "blob-truncated", "blob-garbage", "blob-too-large", "blob-entry-missing", "blob-entry-damaged",
    // "blob-key-order", "blob-several-cas", "key-wrapper", "key-encrypted", "key-mismatch". Those of judge() are not among them.
    QList<Finding> findings;

    [[nodiscard]] QList<Certificate> certificates() const;
    [[nodiscard]] QList<PrivateKey> keys() const;
};

// Takes a blob apart, from a file or from flash. What is wrong inside becomes findings.
// Errors: "not-a-blob" (no entry at all), "blob-erased" (erased flash only).
[[nodiscard]] Result<BlobInfo> inspect_blob(std::span<const std::uint8_t> bytes, const QString &name);

[[nodiscard]] QString blob_role_name(BlobRole role); // "ca", "identity", "unknown"
[[nodiscard]] QString payload_name(wire::BlobPayload payload); // "pem", "der", "unknown"
[[nodiscard]] QString wrapper_name(KeyWrapper wrapper); // "pkcs1", ...

} // namespace espseal::pki
