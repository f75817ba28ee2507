// SPDX-License-Identifier: Apache-2.0
// PKCS#7 as a bag of certificates and revocation lists (.p7b, .p7c): what CAs and Windows hand out.
#include "core/pki/decode.h"
#include "core/pki/messages.h"

#include <openssl/err.h>
#include <openssl/pkcs7.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

Result<std::optional<Decoded>> decode_pkcs7(Bytes der, const Unlocker &unlocker)
{
    const std::uint8_t *at = der.data();
    const Owned<PKCS7, PKCS7_free> file(d2i_PKCS7(nullptr, &at, static_cast<long>(der.size())));
    ERR_clear_error();
    if (!file)
        return std::nullopt;
    if (!PKCS7_type_is_signed(file.get()) || !file->d.sign)
        return bad_input(u"pkcs7-unsupported"_s, Messages::tr("%1 is PKCS#7 without certificates: encrypted data, or a bare digest.").arg(unlocker.name()),
            Messages::tr("Give a PKCS#7 file with certificates, as a CA sends it (.p7b)."));
    Decoded decoded;
    const STACK_OF(X509) *certificates = file->d.sign->cert;
    for (int i = 0; i < sk_X509_num(certificates); ++i) {
        X509 *certificate = sk_X509_value(certificates, i);
        X509_up_ref(certificate);
        decoded.certificates << Certificate::adopt(certificate);
    }
    const STACK_OF(X509_CRL) *crls = file->d.sign->crl;
    for (int i = 0; i < sk_X509_CRL_num(crls); ++i) {
        X509_CRL *crl = sk_X509_CRL_value(crls, i);
        X509_CRL_up_ref(crl);
        decoded.crls << Crl::adopt(crl);
    }
    if (decoded.empty())
        return bad_input(u"no-certificate"_s, Messages::tr("The PKCS#7 file %1 holds no certificates.").arg(unlocker.name()),
            Messages::tr("Ask its sender for the certificates."));
    return decoded;
}

} // namespace espseal::pki
