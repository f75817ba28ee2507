// SPDX-License-Identifier: Apache-2.0
// Makes certificates.
#pragma once

#include "core/pki/certificate.h"
#include "core/pki/signer.h"
#include "core/pki/subject_key.h"

namespace espseal::pki {

// From a day before `start`, so that a verifier whose clock is behind accepts it, to `days` after it.
struct Validity {
    QDateTime not_before;
    QDateTime not_after;

    [[nodiscard]] static Validity days(int days, const QDateTime &start = QDateTime::currentDateTimeUtc());
};

struct CertificateSpec {
    Role role = Role::server; // decides basicConstraints, keyUsage and extendedKeyUsage; make_ca ignores it
    QString common_name; // 1..64 characters (RFC 5280, ub-common-name), unless there are an organization or alternative names
    QString organization; // may be empty
    QList<AltName> alt_names; // dns and ip only. A server or device without any gets its common name as one where that is a host name or address
    Validity validity = Validity::days(730);
    Digest digest = Digest::sha256;
    // X.509 version 1 without extensions, as the SDK's script makes them; only for its old behaviour.
    bool version_1 = false;
};

// A self-signed CA: v3, basicConstraints critical CA:TRUE, keyUsage critical keyCertSign and cRLSign, SKI, a serial with 126 random bits.
// Errors: a name that is empty or too long, a validity that ends before it begins, a key too small for the digest.
[[nodiscard]] Result<Certificate> make_ca(const CertificateSpec &spec, const Signer &signer);
[[nodiscard]] Result<Certificate> make_ca(const CertificateSpec &spec, const PrivateKey &key);

// A certificate for `subject_key` signed by the CA: basicConstraints CA:FALSE, keyUsage critical, extendedKeyUsage, SKI, AKI, SAN. The signature is
// checked before it is returned. Errors: as make_ca; "key-mismatch" (CA key and CA certificate), "not-a-ca".
[[nodiscard]] Result<Certificate> issue(const CertificateSpec &spec, const SubjectKey &subject_key, const Certificate &ca, const Signer &signer);
[[nodiscard]] Result<Certificate> issue(const CertificateSpec &spec, const SubjectKey &subject_key, const Certificate &ca, const PrivateKey &ca_key);

} // namespace espseal::pki
