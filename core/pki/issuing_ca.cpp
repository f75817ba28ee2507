// SPDX-License-Identifier: Apache-2.0
#include "core/pki/issuing_ca.h"

namespace espseal::pki {

IssuingCa IssuingCa::of(const Identity &identity)
{
    return { identity.certificate(), identity.chain(), std::make_shared<KeySigner>(identity.key()) };
}

QList<Certificate> IssuingCa::chain() const
{
    return certificate.is_self_issued() ? QList<Certificate>() : QList { certificate } + above;
}

} // namespace espseal::pki
