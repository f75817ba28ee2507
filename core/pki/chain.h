// SPDX-License-Identifier: Apache-2.0
// Which CA signed what, and whether a verifier would agree.
#pragma once

#include "core/base/finding.h"
#include "core/pki/certificate.h"

#include <optional>

namespace espseal::pki {

// `issuer` is named as the issuer, may sign, and its key verifies the signature. Dates do not count.
[[nodiscard]] bool is_signed_by(const Certificate &certificate, const Certificate &issuer);
// The issuers of `certificate` among `pool`, nearest first, a self-signed root included; empty if none is there.
[[nodiscard]] QList<Certificate> issuers_of(const Certificate &certificate, const QList<Certificate> &pool);

// What a verifier asks for.
struct ChainQuestion {
    QList<Certificate> anchors; // trusted CAs
    QList<Certificate> intermediates; // sent along, not trusted
    std::optional<AltName> name; // the peer's name; nothing: any
    std::optional<Role> role; // server or client: the purpose that is asked for
    QDateTime when = QDateTime::currentDateTimeUtc();
    bool strict = false; // RFC 5280 to the letter, as `openssl verify -x509_strict`
};

// OpenSSL's verdict. Empty: it verifies. Codes: "chain-unknown-ca", "expired", "not-yet-valid", "name-mismatch", "wrong-purpose",
// "bad-signature", "chain-invalid-ca", "chain-rejected" (anything else, with OpenSSL's words in `why`).
[[nodiscard]] QList<Finding> check_chain(const Certificate &certificate, const ChainQuestion &question);

} // namespace espseal::pki
