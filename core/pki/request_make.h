// SPDX-License-Identifier: Apache-2.0
// Asks a CA for a certificate, and answers such a request.
#pragma once

#include "core/pki/issue.h"
#include "core/pki/issue_choices.h"
#include "core/pki/request.h"

namespace espseal::pki {

struct RequestSpec {
    SubjectName subject; // may be empty where there are alternative names
    QList<AltName> alt_names; // dns and ip only
    Digest digest = Digest::sha256;
};

// PKCS#10 with the names as extensionRequest. The signature is checked. Errors: those of check() for names; "name-missing", "alt-name",
// "key-cannot-sign".
[[nodiscard]] Result<CertificateRequest> make_request(const RequestSpec &spec, const Signer &signer);
[[nodiscard]] Result<CertificateRequest> make_request(const RequestSpec &spec, const PrivateKey &key);

// What a request turns into: the signer decides everything but key and names.
struct RequestReading {
    IssueChoices choices; // their key is of no meaning: it is the request's
    // What was asked for and is not granted: "request-subject-left-out" (fields), "request-names-left-out" (other kinds than DNS and IP),
    // "request-extensions-left-out", and "request-asks-for-ca" where that is refused.
    QList<Finding> findings;
};

// `wanted` has the signer's choices: the subject's fields go before the request's, alternative names in their place. Never copied: CA:TRUE, key usages,
// unknown extensions. Errors: "request-unproven" (its own signature is wrong); "alt-name" (a DNS name that is none); those of read_subject(), unless
// `wanted` has a subject of its own.
[[nodiscard]] Result<RequestReading> read_request(const CertificateRequest &request, const IssueChoices &wanted);

// read_request(), issue(), issue_findings(). Errors: also those of IssueChoices::order(), SubjectKey::of() and issue().
[[nodiscard]] Result<Issued> sign_request(const CertificateRequest &request, const IssueChoices &wanted, const IssuingCa &ca);
// Knows of no CA above `ca`.
[[nodiscard]] Result<Issued> sign_request(const CertificateRequest &request, const IssueChoices &wanted, const Certificate &ca, const Signer &signer);

} // namespace espseal::pki
