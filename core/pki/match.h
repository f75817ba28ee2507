// SPDX-License-Identifier: Apache-2.0
// A heap of files put together by content: which key belongs to which certificate, who signed it, what answers which request, what is left over.
#pragma once

#include "core/pki/gather.h"
#include "core/pki/identity.h"

#include <optional>

namespace espseal::pki {

struct MatchedCertificate {
    Certificate certificate;
    QStringList files; // where it is; several: it is there more than once
    Role role = Role::server; // what it can be used for, by its extensions
    std::optional<Role> named; // what a file name of the SDK (server.crt, ca.crt, TLS.ca_x509.cer, ...) says; for display only
    std::optional<PrivateKey> key;
    QStringList key_files;
    QList<Certificate> chain; // its issuers, nearest first, a self-signed root included
    bool complete = false; // the chain ends in a self-signed root (or it is one)

    // Without the root, which the peer has of its own.
    [[nodiscard]] QList<Certificate> intermediates() const;
    [[nodiscard]] std::optional<Identity> identity() const; // nothing without a key
};

struct MatchedKey {
    PrivateKey key;
    QStringList files;
};

struct MatchedRequest {
    CertificateRequest request;
    QStringList files;
    std::optional<PrivateKey> key;
    QList<Certificate> answers; // certificates for its key, in file order
};

struct MatchedCrl {
    Crl crl;
    QStringList files;
    std::optional<Certificate> ca; // that signed it
};

struct Matching {
    QList<MatchedCertificate> certificates; // each once, in file order
    QList<MatchedKey> lonely_keys; // that belong to no certificate (but perhaps to a request)
    QList<MatchedRequest> requests;
    QList<MatchedCrl> crls;
    // A sentence for each leftover: "key-without-certificate", "certificate-without-key" (info), "issuer-missing" (info), "duplicate" (info),
    // "several-certificates-for-key" (info), "request-unanswered" (info), "request-without-key" (info), "request-not-signed-by-its-key",
    // "crl-without-ca" (info). Places are "certificate:<id>".
    QList<Finding> findings;

    [[nodiscard]] bool empty() const { return certificates.isEmpty() && lonely_keys.isEmpty() && requests.isEmpty() && crls.isEmpty(); }
};

// Fast for thousands of certificates. Signatures are verified, dates do not count.
[[nodiscard]] Matching match(const QList<GatheredFile> &files);

// What a certificate is by its CA flag and key usages.
[[nodiscard]] Role natural_role(const Certificate &certificate);

} // namespace espseal::pki
