// SPDX-License-Identifier: Apache-2.0
#include "core/pki/identity.h"

#include "core/pki/chain.h"
#include "core/pki/messages.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

std::unexpected<Error> mismatch(const Certificate &certificate, const PrivateKey &key)
{
    return bad_input(u"key-mismatch"_s,
        Messages::tr("The private key (%1) does not belong to the certificate of %2 (%3).")
            .arg(key.kind().name, certificate.display_name(), certificate.key().name),
        Messages::tr("Give the certificate and the key that were made together."));
}

std::unexpected<Error> several()
{
    return bad_input(u"several-identities"_s, Messages::tr("The files hold more than one certificate with its key."),
        Messages::tr("Give one certificate, its key, and its intermediate certificates."));
}

} // namespace

Result<Identity> Identity::make(Certificate certificate, const PrivateKey &key, QList<Certificate> chain)
{
    if (!certificate.matches(key))
        return mismatch(certificate, key);
    return Identity(std::move(certificate), std::move(chain), key);
}

Result<Identity> Identity::find(const QList<Certificate> &certificates, const QList<PrivateKey> &keys)
{
    if (certificates.isEmpty())
        return bad_input(u"no-certificate"_s, Messages::tr("There is no certificate in these files."), Messages::tr("Give the certificate and its key."));
    if (keys.isEmpty())
        return bad_input(u"no-key"_s, Messages::tr("There is no private key for the certificate of %1.").arg(certificates.first().display_name()),
            Messages::tr("Give the file with its key, too."));
    std::optional<Identity> found;
    for (const Certificate &certificate : certificates) {
        const auto key = std::ranges::find_if(keys, [&](const PrivateKey &candidate) { return certificate.matches(candidate); });
        if (key == keys.end())
            continue;
        if (found)
            return several();
        QList<Certificate> chain = issuers_of(certificate, certificates);
        if (!chain.isEmpty() && chain.last().is_self_issued())
            chain.removeLast(); // the peer has its own copy of the root
        found = Identity(certificate, std::move(chain), *key);
    }
    if (!found)
        return mismatch(certificates.first(), keys.first());
    return *found;
}

} // namespace espseal::pki
