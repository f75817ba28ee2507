// SPDX-License-Identifier: Apache-2.0
// What can be wrong with a blob, as findings.
#pragma once

#include "core/pki/credential_blob.h"
#include "core/pki/openssl.h"

namespace espseal::pki {

// By the rule of the SDK's mbedTLS reader: the name starts so.
[[nodiscard]] bool is_certificate_entry(const BlobEntryInfo &entry);
[[nodiscard]] bool is_key_entry(const BlobEntryInfo &entry);

[[nodiscard]] Finding encrypted_key(const BlobEntryInfo &entry);
[[nodiscard]] Finding damaged_entry(const BlobEntryInfo &entry, const QString &why);
// `bytes` end within the entry at `offset`.
[[nodiscard]] Finding truncated(Bytes bytes, std::uint32_t offset, const QString &name);
[[nodiscard]] Finding garbage(std::uint32_t offset);
// About entries together: missing, order, count, size, wrapper, key of another certificate.
[[nodiscard]] QList<Finding> container_findings(const BlobInfo &blob);

} // namespace espseal::pki
