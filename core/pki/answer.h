// SPDX-License-Identifier: Apache-2.0
// What a CA sends back, matched to the keys that wait for it.
#pragma once

#include "core/base/finding.h"
#include "core/pki/identity.h"
#include "core/pki/request.h"

namespace espseal::pki {

struct Answer {
    QList<Identity> identities; // each certificate that belongs to one of the keys, with its issuers among the certificates (no self-signed root)
    QList<Certificate> others; // belong to no key and to no chain of an identity, roots among them
    QList<Finding> findings; // "answer-names-differ": the CA certified other names than the request asked for
};

// Errors: "no-certificate", "no-key"; "answer-unmatched": none of the certificates belongs to any of the keys.
[[nodiscard]] Result<Answer> match_answer(
    const QList<Certificate> &certificates, const QList<PrivateKey> &keys, const QList<CertificateRequest> &requests = {});

} // namespace espseal::pki
