// SPDX-License-Identifier: Apache-2.0
#include "app/signer/session.h"
#include "core/pki/openssl.h"

#include <array>

using namespace Qt::StringLiterals;

namespace espseal::signer {

namespace {

CK_ATTRIBUTE bytes(CK_ATTRIBUTE_TYPE type, QByteArray &value)
{
    return { type, value.data(), static_cast<CK_ULONG>(value.size()) };
}

// The curve's OID in DER, as CKA_EC_PARAMS has it.
QByteArray curve_parameters(int bits)
{
    std::uint8_t *der = nullptr;
    const int size = i2d_ASN1_OBJECT(OBJ_nid2obj(bits == 384 ? NID_secp384r1 : NID_X9_62_prime256v1), &der);
    QByteArray parameters(reinterpret_cast<const char *>(der), std::max(size, 0));
    OPENSSL_free(der);
    return parameters;
}

} // namespace

Answer<KeyObject> TokenSession::generate(const pki::KeySpec &spec, const QString &label, const QByteArray &id) const
{
    CK_BBOOL yes = CK_TRUE;
    CK_BBOOL no = CK_FALSE;
    CK_ULONG bits = static_cast<CK_ULONG>(spec.bits);
    QByteArray name = label.toUtf8();
    QByteArray key_id = id;
    QByteArray exponent("\x01\x00\x01", 3);
    QByteArray curve = curve_parameters(spec.bits);
    const bool is_rsa = spec.type == pki::KeyType::rsa;
    CK_MECHANISM mechanism { is_rsa ? CKM_RSA_PKCS_KEY_PAIR_GEN : CKM_EC_KEY_PAIR_GEN, nullptr, 0 };

    std::vector<CK_ATTRIBUTE> public_half { { CKA_TOKEN, &yes, sizeof yes }, { CKA_PRIVATE, &no, sizeof no }, { CKA_VERIFY, &yes, sizeof yes },
        bytes(CKA_LABEL, name), bytes(CKA_ID, key_id) };
    if (is_rsa) {
        public_half.push_back({ CKA_MODULUS_BITS, &bits, sizeof bits });
        public_half.push_back(bytes(CKA_PUBLIC_EXPONENT, exponent));
    } else {
        public_half.push_back(bytes(CKA_EC_PARAMS, curve));
    }
    std::array private_half { CK_ATTRIBUTE { CKA_TOKEN, &yes, sizeof yes }, CK_ATTRIBUTE { CKA_PRIVATE, &yes, sizeof yes },
        CK_ATTRIBUTE { CKA_SENSITIVE, &yes, sizeof yes }, CK_ATTRIBUTE { CKA_EXTRACTABLE, &no, sizeof no }, CK_ATTRIBUTE { CKA_SIGN, &yes, sizeof yes },
        bytes(CKA_LABEL, name), bytes(CKA_ID, key_id) };
    CK_OBJECT_HANDLE public_key = CK_INVALID_HANDLE;
    CK_OBJECT_HANDLE private_key = CK_INVALID_HANDLE;
    const CK_RV result = module_->C_GenerateKeyPair(handle_, &mechanism, public_half.data(), static_cast<CK_ULONG>(public_half.size()), private_half.data(),
        static_cast<CK_ULONG>(private_half.size()), &public_key, &private_key);
    if (result != CKR_OK)
        return refused(result);
    return KeyObject { private_key, describe(private_key) };
}

} // namespace espseal::signer
