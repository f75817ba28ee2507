// SPDX-License-Identifier: Apache-2.0
// Fields of OpenSSL's certificates as plain values.
#pragma once

#include <QDateTime>
#include <QList>

#include "core/pki/alt_name.h"
#include "core/pki/openssl.h"

namespace espseal::pki {

// "O = Example Works, CN = srv": as `openssl x509` prints it, with control characters escaped.
[[nodiscard]] QString name_text(const X509_NAME *name);
// The last CN, unprintable characters replaced; empty if there is none.
[[nodiscard]] QString common_name_of(const X509_NAME *name);
[[nodiscard]] QString serial_text(const ASN1_INTEGER *serial);
[[nodiscard]] QString decimal_text(const ASN1_INTEGER *number);
// UTC; invalid if it is no proper time.
[[nodiscard]] QDateTime time_of(const ASN1_TIME *time);
// Output size of the digest in the signature, in bits; 0 if there is none or OpenSSL does not know it.
[[nodiscard]] int digest_bits(X509 *certificate);
[[nodiscard]] AltName alt_name_of(GENERAL_NAME *name);
[[nodiscard]] QList<AltName> alt_names_of(X509 *certificate);
[[nodiscard]] QList<AltName> alt_names_of(const GENERAL_NAMES *names); // none of a null pointer
[[nodiscard]] QByteArray der_of(X509 *certificate);
[[nodiscard]] QByteArray sha256(Bytes bytes);

} // namespace espseal::pki
