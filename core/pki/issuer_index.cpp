// SPDX-License-Identifier: Apache-2.0
#include "core/pki/issuer_index.h"

#include "core/pki/chain.h"
#include "core/pki/openssl.h"

#include <algorithm>

#include <openssl/err.h>

namespace espseal::pki {

void IssuerIndex::add(const Certificate &certificate)
{
    if (!certificate.is_ca())
        return;
    QList<Certificate> &namesakes = by_subject_[X509_subject_name_hash(certificate.native())];
    if (namesakes.size() < most_candidates && !namesakes.contains(certificate))
        namesakes << certificate;
}

QList<Certificate> IssuerIndex::chain_of(const Certificate &certificate) const
{
    QList<Certificate> chain;
    Certificate last = certificate;
    while (chain.size() < longest && !(last.is_self_issued() && is_signed_by_itself(last))) {
        const QList<Certificate> candidates = by_subject_.value(X509_issuer_name_hash(last.native()));
        const auto issuer = std::ranges::find_if(
            candidates, [&](const Certificate &candidate) { return candidate != certificate && !chain.contains(candidate) && is_signed_by(last, candidate); });
        if (issuer == candidates.end())
            break;
        chain << *issuer;
        last = *issuer;
    }
    return chain;
}

bool is_signed_by_itself(const Certificate &certificate)
{
    ERR_set_mark();
    const bool verifies = X509_verify(certificate.native(), X509_get0_pubkey(certificate.native())) == 1;
    ERR_pop_to_mark();
    return verifies;
}

} // namespace espseal::pki
