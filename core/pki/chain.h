// SPDX-License-Identifier: Apache-2.0
// Which CA signed what, and whether a verifier would agree.
#pragma once

#include "core/base/finding.h"
#include "core/pki/certificate.h"
#include "core/pki/crl.h"

#include <optional>

namespace espseal::pki {

// `issuer` is named as the issuer, may sign, and its key verifies the signature. Dates do not count.
[[nodiscard]] bool is_signed_by(const Certificate &certificate, const Certificate &issuer);
// The issuers of `certificate` among `pool`, nearest first, a self-signed root included; empty if none is there.
[[nodiscard]] QList<Certificate> issuers_of(const Certificate &certificate, const QList<Certificate> &pool);

// Whose revocation is asked for, if there are CRLs: `openssl verify -crl_check` and `-crl_check_all`.
enum class CrlCheck { leaf, all };

// What a verifier asks for.
struct ChainQuestion {
    QList<Certificate> anchors; // trusted CAs, also where they are no roots: so does every device
    QList<Certificate> intermediates; // sent along, not trusted
    QList<Crl> crls; // none: revocation is not asked for
    CrlCheck crl_check = CrlCheck::leaf;
    std::optional<AltName> name; // the peer's name; nothing: any
    std::optional<Role> role; // server or client: the purpose that is asked for
    QDateTime when = QDateTime::currentDateTimeUtc();
    int level = 0; // OpenSSL's security level for keys and digests, 0..5; peer_security_level() is that of today's peers
    int most_intermediates = 100; // between the certificate and the anchor; OpenSSL's own limit is 100
    bool strict = false; // RFC 5280 to the letter, as `openssl verify -x509_strict`
};

struct ChainError {
    int number = 0; // X509_V_ERR_*
    int depth = 0; // 0: the certificate itself
    QString text; // OpenSSL's words

    bool operator==(const ChainError &) const = default;
};

// OpenSSL's verdict.
struct ChainVerdict {
    QList<ChainError> errors; // in the order it met them, going on after each; empty: it verifies
    QList<Certificate> chain; // as it was built, the certificate first
    // Each with its certificate as place. Codes: "chain-unknown-ca", "expired", "not-yet-valid", "name-mismatch", "wrong-purpose", "bad-signature",
    // "chain-invalid-ca", "chain-too-long", "key-too-weak", "digest-too-weak", "revoked", "crl-missing", "crl-out-of-date", "crl-bad",
    // "critical-extension", "name-constraint", "not-rfc5280", "chain-rejected" (anything else, with OpenSSL's words in `why`).
    QList<Finding> findings;

    [[nodiscard]] bool accepted() const { return errors.isEmpty(); }
};

[[nodiscard]] ChainVerdict ask_openssl(const Certificate &certificate, const ChainQuestion &question);
// Its findings alone.
[[nodiscard]] QList<Finding> check_chain(const Certificate &certificate, const ChainQuestion &question);

} // namespace espseal::pki
