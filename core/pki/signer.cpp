// SPDX-License-Identifier: Apache-2.0
#include "core/pki/signer.h"

#include "core/pki/messages.h"
#include "core/pki/openssl.h"
#include "core/pki/public_key.h"

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

Result<void> outcome(int signature_size, const PrivateKey &key)
{
    if (signature_size > 0)
        return {};
    return bad_input(u"key-cannot-sign"_s, Messages::tr("A %1 key cannot make this signature.").arg(key.kind().name),
        Messages::tr("Take a longer key, or a shorter digest."), openssl_errors());
}

} // namespace

bool Signer::belongs_to(const Certificate &certificate) const
{
    return same_public_key(X509_get0_pubkey(certificate.native()), public_key());
}

Result<void> KeySigner::sign(x509_st *certificate, Digest digest) const
{
    return outcome(X509_sign(certificate, key_.native(), method_of(digest)), key_);
}

Result<void> KeySigner::sign(X509_crl_st *crl, Digest digest) const
{
    return outcome(X509_CRL_sign(crl, key_.native(), method_of(digest)), key_);
}

Result<void> KeySigner::sign(X509_req_st *request, Digest digest) const
{
    return outcome(X509_REQ_sign(request, key_.native(), method_of(digest)), key_);
}

QString KeySigner::description() const
{
    return Messages::tr("%1 key").arg(key_.kind().name);
}

} // namespace espseal::pki
