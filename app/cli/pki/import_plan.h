// SPDX-License-Identifier: Apache-2.0
// Which imported certificate, key, request and list gets which file name.
#pragma once

#include "core/pki/match.h"

namespace espseal::cli {

struct NamedCertificate {
    QString stem; // "ca", "server", "client", "device" with a key; "certificate" without; "-2"... behind further ones
    pki::Certificate certificate;
    QList<pki::Certificate> chain; // intermediates, stored behind it
};

struct NamedKey {
    QString stem; // of its certificate, else of its request, else "private"
    pki::PrivateKey key;
    bool has_certificate = false;
};

struct NamedRequest {
    QString stem; // of the certificate that answers it, else "request"
    pki::CertificateRequest request;
    bool answered = false;
};

struct NamedCrl {
    QString stem; // of its CA, else "revoked"
    pki::Crl crl;
};

struct ImportPlan {
    QList<NamedCertificate> certificates;
    QList<NamedKey> keys;
    QList<NamedRequest> requests;
    QList<NamedCrl> crls;
};

// Errors: "no-credentials"; "key-mismatch": keys and certificates, but none belongs to another.
[[nodiscard]] Result<ImportPlan> plan_import(const pki::Matching &matching);

} // namespace espseal::cli
