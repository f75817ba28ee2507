// SPDX-License-Identifier: Apache-2.0
// Parts that certificates, requests and revocation lists have in common, as fields for people.
#pragma once

#include "core/pki/certificate_text.h"
#include "core/pki/openssl.h"

namespace espseal::pki {

// Each attribute in order: "Organization", "Example Works". Empty values and strings that are not text are said to be so.
[[nodiscard]] QList<TextField> name_fields(const X509_NAME *name);
[[nodiscard]] QList<TextField> key_fields(EVP_PKEY *key);
// A field for each, in order, critical ones marked.
[[nodiscard]] QList<TextField> extension_fields(const STACK_OF(X509_EXTENSION) * extensions);
[[nodiscard]] QList<TextField> signature_fields(const X509_ALGOR *algorithm, const ASN1_BIT_STRING *signature);
// SHA-256 and SHA-1 of the DER form.
[[nodiscard]] QList<TextField> fingerprint_fields(const QByteArray &der);
[[nodiscard]] QString object_text(const ASN1_OBJECT *object); // OpenSSL's long name, else the dotted number
[[nodiscard]] QString time_text(const ASN1_TIME *time); // "2027-03-01 12:00:00 UTC"

[[nodiscard]] QString hex_text(Bytes bytes); // "3F:A2:..."
// No control characters, no bidirectional tricks; line ends stay where `lines` says so.
[[nodiscard]] QString printable_text(QString text, bool lines = false);
[[nodiscard]] QString text_of(const Bio &memory);

} // namespace espseal::pki
