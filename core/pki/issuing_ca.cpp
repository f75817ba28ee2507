// SPDX-License-Identifier: Apache-2.0
#include "core/pki/issuing_ca.h"

#include "core/pki/chain.h"

namespace espseal::pki {

IssuingCa IssuingCa::among(const QList<Certificate> &pool, const Certificate &certificate, std::shared_ptr<const Signer> signer)
{
    IssuingCa ca { certificate, {}, std::move(signer) };
    if (certificate.is_self_issued())
        return ca;
    for (const Certificate &above : issuers_of(certificate, pool)) {
        if (above.is_self_issued())
            ca.root = above;
        else
            ca.above << above;
    }
    return ca;
}

IssuingCa IssuingCa::of(const Identity &identity)
{
    return { identity.certificate(), identity.chain(), std::make_shared<KeySigner>(identity.key()) };
}

QList<Certificate> IssuingCa::chain() const
{
    return certificate.is_self_issued() ? QList<Certificate>() : QList { certificate } + above;
}

} // namespace espseal::pki
