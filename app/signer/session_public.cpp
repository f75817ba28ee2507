// SPDX-License-Identifier: Apache-2.0
// The public half of a key on a token, as OpenSSL has it.
#include "app/signer/session.h"
#include "core/pki/openssl.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/param_build.h>

using namespace Qt::StringLiterals;

namespace espseal::signer {

namespace {

using Object = pki::Owned<ASN1_OBJECT, ASN1_OBJECT_free>;
using OctetString = pki::Owned<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free>;
using ParameterBuilder = pki::Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Parameters = pki::Owned<OSSL_PARAM, OSSL_PARAM_free>;

const std::uint8_t *start(const QByteArray &bytes)
{
    return reinterpret_cast<const std::uint8_t *>(bytes.constData());
}

// CKA_EC_PARAMS: the curve's OID in DER.
int curve_of(const QByteArray &parameters)
{
    const std::uint8_t *at = start(parameters);
    const Object object(d2i_ASN1_OBJECT(nullptr, &at, static_cast<long>(parameters.size())));
    return object ? OBJ_obj2nid(object.get()) : NID_undef;
}

// CKA_EC_POINT: an OCTET STRING in DER; some modules leave the DER away.
QByteArray point_of(const QByteArray &attribute)
{
    const std::uint8_t *at = start(attribute);
    const OctetString wrapped(d2i_ASN1_OCTET_STRING(nullptr, &at, static_cast<long>(attribute.size())));
    if (!wrapped || at != start(attribute) + attribute.size())
        return attribute;
    return { reinterpret_cast<const char *>(ASN1_STRING_get0_data(wrapped.get())), ASN1_STRING_length(wrapped.get()) };
}

pki::PKey key_from(const char *type, OSSL_PARAM_BLD *builder)
{
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
    const pki::PKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY *key = nullptr;
    if (parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1)
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get());
    return pki::PKey(key);
}

pki::PKey rsa_key(const QByteArray &modulus, const QByteArray &exponent)
{
    const pki::BigNumber n(BN_bin2bn(start(modulus), static_cast<int>(modulus.size()), nullptr));
    const pki::BigNumber e(BN_bin2bn(start(exponent), static_cast<int>(exponent.size()), nullptr));
    const ParameterBuilder builder(OSSL_PARAM_BLD_new());
    if (modulus.isEmpty() || exponent.isEmpty() || !n || !e || !builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1
        || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1)
        return {};
    return key_from("RSA", builder.get());
}

pki::PKey ec_key(const QByteArray &parameters, const QByteArray &point)
{
    const char *curve = OBJ_nid2sn(curve_of(parameters));
    const ParameterBuilder builder(OSSL_PARAM_BLD_new());
    if (point.isEmpty() || !curve || !builder || OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve, 0) != 1
        || OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.constData(), static_cast<std::size_t>(point.size())) != 1)
        return {};
    return key_from("EC", builder.get());
}

} // namespace

pki::TokenKey TokenSession::describe(CK_OBJECT_HANDLE object) const
{
    pki::TokenKey key { .label = QString::fromUtf8(attribute(object, CKA_LABEL)), .id = attribute(object, CKA_ID), .algorithm = u"unknown"_s };
    if (const CK_ULONG type = number(object, CKA_KEY_TYPE); type == CKK_RSA) {
        key.algorithm = u"RSA-%1"_s.arg(attribute(object, CKA_MODULUS).size() * 8);
    } else if (type == CKK_EC) {
        const int curve = curve_of(attribute(object, CKA_EC_PARAMS));
        const char *name = EC_curve_nid2nist(curve);
        key.algorithm = QString::fromLatin1(name ? name : OBJ_nid2sn(curve));
    }
    key.stays_on_token = is_true(object, CKA_SENSITIVE) && !is_true(object, CKA_EXTRACTABLE);
    return key;
}

Answer<QByteArray> TokenSession::public_key(const KeyObject &key) const
{
    const CK_OBJECT_HANDLE other = public_half(key);
    const auto known = [&](CK_ATTRIBUTE_TYPE type) {
        const QByteArray value = attribute(key.handle, type);
        return value.isEmpty() && other != CK_INVALID_HANDLE ? attribute(other, type) : value;
    };
    const pki::PKey public_key = number(key.handle, CKA_KEY_TYPE) == CKK_RSA ? rsa_key(known(CKA_MODULUS), known(CKA_PUBLIC_EXPONENT))
                                                                             : ec_key(known(CKA_EC_PARAMS), point_of(known(CKA_EC_POINT)));
    std::uint8_t *bytes = nullptr;
    const int size = public_key ? i2d_PUBKEY(public_key.get(), &bytes) : 0;
    if (size <= 0)
        return refused(u"key-unsupported"_s, u"no public key beside it: "_s + pki::openssl_errors());
    QByteArray der(reinterpret_cast<const char *>(bytes), size);
    OPENSSL_free(bytes);
    return der;
}

} // namespace espseal::signer
