// SPDX-License-Identifier: Apache-2.0
#include "core/pki/subject_key.h"

#include "core/pki/messages.h"
#include "core/pki/openssl.h"
#include "core/pki/public_key.h"

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

Result<EVP_PKEY *> checked(EVP_PKEY *key, const QString &owner)
{
    const PKeyContext context(key ? EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr) : nullptr);
    if (!context || EVP_PKEY_public_check(context.get()) != 1)
        return bad_input(u"key-damaged"_s, Messages::tr("The public key of %1 is damaged or of an unknown kind.").arg(owner),
            Messages::tr("Let its owner make a new key, and a new request with it."), openssl_errors());
    return key;
}

} // namespace

SubjectKey::SubjectKey(evp_pkey_st *shared)
{
    EVP_PKEY_up_ref(shared);
    key_.reset(shared, EVP_PKEY_free);
}

SubjectKey::SubjectKey(const PrivateKey &key)
    : SubjectKey(key.native())
{
}

SubjectKey::SubjectKey(const Signer &signer)
    : SubjectKey(signer.public_key())
{
}

Result<SubjectKey> SubjectKey::of(const CertificateRequest &request)
{
    return checked(X509_REQ_get0_pubkey(request.native()), request.display_name()).transform([](EVP_PKEY *key) { return SubjectKey(key); });
}

Result<SubjectKey> SubjectKey::of(const Certificate &certificate)
{
    return checked(X509_get0_pubkey(certificate.native()), certificate.display_name()).transform([](EVP_PKEY *key) { return SubjectKey(key); });
}

KeyKind SubjectKey::kind() const
{
    return kind_of(key_.get());
}

} // namespace espseal::pki
