// SPDX-License-Identifier: Apache-2.0
#include "core/pki/signing.h"

#include "core/pki/messages.h"

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

template <class T, auto verify> Result<void> sign_and_verify(T *object, EVP_PKEY *public_key, const Signer &signer, Digest digest)
{
    return signer.sign(object, digest).and_then([&]() -> Result<void> {
        if (verify(object, public_key) != 1)
            return openssl_failed();
        return {};
    });
}

} // namespace

Result<void> check_ca(const Certificate &ca, const Signer &signer)
{
    if (!ca.is_ca())
        return bad_input(
            u"not-a-ca"_s, Messages::tr("The certificate of %1 may not sign others.").arg(ca.display_name()), Messages::tr("Give the certificate of a CA."));
    if (!signer.belongs_to(ca))
        return bad_input(u"key-mismatch"_s,
            Messages::tr("The key (%1) does not belong to the CA %2 (%3).").arg(signer.description(), ca.display_name(), ca.key().name),
            Messages::tr("Give the key that was made with this CA."));
    return {};
}

bool set_serial(X509 *certificate, const Serial &serial)
{
    const QByteArray &octets = serial.octets();
    const BigNumber number(BN_bin2bn(reinterpret_cast<const unsigned char *>(octets.constData()), static_cast<int>(octets.size()), nullptr));
    return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate));
}

bool set_validity(X509 *certificate, const Validity &validity)
{
    return ASN1_TIME_set(X509_getm_notBefore(certificate), validity.not_before.toSecsSinceEpoch())
        && ASN1_TIME_set(X509_getm_notAfter(certificate), validity.not_after.toSecsSinceEpoch());
}

Result<void> sign_checked(X509 *certificate, EVP_PKEY *public_key, const Signer &signer, Digest digest)
{
    return sign_and_verify<X509, X509_verify>(certificate, public_key, signer, digest);
}

Result<void> sign_checked(X509_CRL *crl, EVP_PKEY *public_key, const Signer &signer, Digest digest)
{
    return sign_and_verify<X509_CRL, X509_CRL_verify>(crl, public_key, signer, digest);
}

Result<void> sign_checked(X509_REQ *request, EVP_PKEY *public_key, const Signer &signer, Digest digest)
{
    return sign_and_verify<X509_REQ, X509_REQ_verify>(request, public_key, signer, digest);
}

} // namespace espseal::pki
