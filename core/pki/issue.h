// SPDX-License-Identifier: Apache-2.0
// Makes certificates. Every signature is checked before the certificate is returned.
#pragma once

#include "core/base/finding.h"
#include "core/pki/certificate_spec.h"
#include "core/pki/issuing_ca.h"
#include "core/pki/signer.h"
#include "core/pki/subject_key.h"

namespace espseal::pki {

// A self-signed CA: v3, basicConstraints CA:TRUE, keyUsage critical keyCertSign and cRLSign, SKI.
// Errors: those of check(); "key-cannot-sign".
[[nodiscard]] Result<Certificate> make_ca(const CertificateSpec &spec, const Signer &signer);
[[nodiscard]] Result<Certificate> make_ca(const CertificateSpec &spec, const PrivateKey &key);

// A certificate for `subject_key`, signed by the CA: basicConstraints, keyUsage critical, extendedKeyUsage, SKI, AKI, SAN. With Role::ca an
// intermediate CA. Errors: as make_ca; "key-mismatch" (signer and CA), "not-a-ca"; "path-length" (the CA may have no CA below it, or not so many; it has
// too many above it). The last two forms know of no CA above `ca`.
[[nodiscard]] Result<Certificate> issue(const CertificateSpec &spec, const SubjectKey &subject_key, const IssuingCa &ca);
[[nodiscard]] Result<Certificate> issue(const CertificateSpec &spec, const SubjectKey &subject_key, const Certificate &ca, const Signer &signer);
[[nodiscard]] Result<Certificate> issue(const CertificateSpec &spec, const SubjectKey &subject_key, const Certificate &ca, const PrivateKey &ca_key);

// A new certificate with what there is to say about it.
struct Issued {
    Certificate certificate;
    QList<Finding> findings;
};

// About a certificate just made: "outlives-ca" (by more than a day), "ca-expired", "no-alt-name" (a server that no client will find by name), "rejected-today"
// (short RSA key, SHA-1, version 1: who refuses it). judge() says what a device makes of it.
[[nodiscard]] QList<Finding> issue_findings(const Certificate &made, const Certificate &ca, const QDateTime &now = QDateTime::currentDateTimeUtc());

} // namespace espseal::pki
