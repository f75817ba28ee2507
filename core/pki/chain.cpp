// SPDX-License-Identifier: Apache-2.0
#include "core/pki/chain.h"

#include "core/pki/openssl.h"

#include <algorithm>

#include <openssl/err.h>

namespace espseal::pki {

bool is_signed_by(const Certificate &certificate, const Certificate &issuer)
{
    if (!issuer.is_ca() || X509_check_issued(issuer.native(), certificate.native()) != X509_V_OK)
        return false;
    ERR_set_mark();
    const bool verifies = X509_verify(certificate.native(), X509_get0_pubkey(issuer.native())) == 1;
    ERR_pop_to_mark();
    return verifies;
}

QList<Certificate> issuers_of(const Certificate &certificate, const QList<Certificate> &pool)
{
    QList<Certificate> chain;
    Certificate last = certificate;
    while (!(last.is_self_issued() && is_signed_by(last, last))) {
        const auto issuer
            = std::ranges::find_if(pool, [&](const Certificate &candidate) { return !chain.contains(candidate) && is_signed_by(last, candidate); });
        if (issuer == pool.end())
            break;
        chain << *issuer;
        last = *issuer;
    }
    return chain;
}

} // namespace espseal::pki
