// SPDX-License-Identifier: Apache-2.0
#include "app/signer/session.h"
#include "core/pki/openssl.h"

#include <algorithm>

#include <openssl/ecdsa.h>

using namespace Qt::StringLiterals;

namespace espseal::signer {

namespace {

using DigestInfo = pki::Owned<X509_SIG, X509_SIG_free>;
using EcSignature = pki::Owned<ECDSA_SIG, ECDSA_SIG_free>;

constexpr CK_ULONG longest_signature = 2048; // RSA-16384

template <auto encode, class T> QByteArray der_of(const T *object)
{
    std::uint8_t *bytes = nullptr;
    const int size = encode(object, &bytes);
    QByteArray der(reinterpret_cast<const char *>(bytes), std::max(size, 0));
    OPENSSL_free(bytes);
    return der;
}

QByteArray hash_of(const QByteArray &data, const EVP_MD *digest)
{
    QByteArray hash(EVP_MD_get_size(digest), '\0');
    const pki::Bytes bytes = pki::bytes_of(data);
    const int done = EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<std::uint8_t *>(hash.data()), nullptr, digest, nullptr);
    return done == 1 ? hash : QByteArray();
}

// PKCS#1 v1.5 signs the hash together with its name (RFC 8017 9.2); CKM_RSA_PKCS, which every token has, wants them so.
QByteArray digest_info(const QByteArray &hash, const EVP_MD *digest)
{
    const DigestInfo info(X509_SIG_new());
    X509_ALGOR *algorithm = nullptr;
    ASN1_OCTET_STRING *value = nullptr;
    if (!info)
        return {};
    X509_SIG_getm(info.get(), &algorithm, &value);
    if (X509_ALGOR_set0(algorithm, OBJ_nid2obj(EVP_MD_get_type(digest)), V_ASN1_NULL, nullptr) != 1
        || ASN1_OCTET_STRING_set(value, reinterpret_cast<const std::uint8_t *>(hash.constData()), static_cast<int>(hash.size())) != 1)
        return {};
    return der_of<i2d_X509_SIG>(info.get());
}

// Tokens give r and s behind each other; X.509 has a sequence of both.
QByteArray ecdsa_der(const QByteArray &both)
{
    const int half = static_cast<int>(both.size() / 2);
    const auto *bytes = reinterpret_cast<const std::uint8_t *>(both.constData());
    const EcSignature signature(ECDSA_SIG_new());
    pki::BigNumber r(BN_bin2bn(bytes, half, nullptr));
    pki::BigNumber s(BN_bin2bn(bytes + half, half, nullptr));
    if (half == 0 || !signature || !r || !s || ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1)
        return {};
    [[maybe_unused]] const BIGNUM *const given[] = { r.release(), s.release() }; // both are part of `signature` now
    return der_of<i2d_ECDSA_SIG>(signature.get());
}

} // namespace

Answer<QByteArray> TokenSession::sign(const KeyObject &key, const QString &digest, const QByteArray &data) const
{
    const EVP_MD *method = EVP_get_digestbyname(digest.toLatin1().constData());
    const bool is_rsa = number(key.handle, CKA_KEY_TYPE) == CKK_RSA;
    QByteArray input = method ? hash_of(data, method) : QByteArray();
    if (is_rsa && method)
        input = digest_info(input, method);
    if (input.isEmpty())
        return refused(u"key-unsupported"_s, u"digest "_s + digest);
    CK_MECHANISM mechanism { is_rsa ? CKM_RSA_PKCS : CKM_ECDSA, nullptr, 0 };
    CK_RV result = module_->C_SignInit(handle_, &mechanism, key.handle);
    if (result == CKR_OK && is_true(key.handle, CKA_ALWAYS_AUTHENTICATE)) {
        auto *pin = pin_.empty() ? nullptr : const_cast<CK_UTF8CHAR *>(pin_.view().data());
        result = module_->C_Login(handle_, CKU_CONTEXT_SPECIFIC, pin, static_cast<CK_ULONG>(pin_.size()));
    }
    QByteArray signature(longest_signature, '\0');
    CK_ULONG size = longest_signature;
    if (result == CKR_OK) {
        auto *bytes = reinterpret_cast<CK_BYTE *>(input.data());
        result = module_->C_Sign(handle_, bytes, static_cast<CK_ULONG>(input.size()), reinterpret_cast<CK_BYTE *>(signature.data()), &size);
    }
    if (result == CKR_DATA_LEN_RANGE)
        return refused(u"key-unsupported"_s, name_of(result));
    if (result != CKR_OK)
        return refused(result);
    signature.truncate(static_cast<qsizetype>(size));
    if (!is_rsa)
        signature = ecdsa_der(signature);
    if (signature.isEmpty())
        return refused(u"refused"_s, u"an empty signature"_s);
    return signature;
}

} // namespace espseal::signer
