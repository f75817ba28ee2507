// SPDX-License-Identifier: Apache-2.0
// The readers of one kind of thing: certificates only, a key only.
#include "core/pki/decode.h"
#include "core/pki/messages.h"

using namespace Qt::StringLiterals;

namespace espseal::pki {

Result<QList<Certificate>> read_certificates(Bytes bytes, const QString &name)
{
    const PasswordPrompt nobody;
    Unlocker unlocker(name, nobody);
    auto decoded = decode_payload(bytes, unlocker);
    if (!decoded)
        return failure(decoded.error());
    if (decoded->certificates.isEmpty())
        return bad_input(u"no-certificate"_s, Messages::tr("There is no certificate in %1.").arg(name), Messages::tr("Give a certificate in PEM or DER."));
    return std::move(decoded->certificates);
}

Result<PrivateKey> read_private_key(Bytes bytes, const QString &name, const PasswordPrompt &prompt)
{
    Unlocker unlocker(name, prompt);
    auto decoded = decode_payload(bytes, unlocker);
    if (!decoded)
        return failure(decoded.error());
    if (decoded->keys.empty())
        return bad_input(u"no-key"_s, Messages::tr("There is no private key in %1.").arg(name), Messages::tr("Give a private key in PEM or DER."));
    return decoded->keys.front().key;
}

} // namespace espseal::pki
