// SPDX-License-Identifier: Apache-2.0
#include "core/pki/decode.h"
#include "core/pki/messages.h"
#include "core/pki/public_key.h"

#include <openssl/err.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

// PKCS#8 has an AlgorithmIdentifier where PKCS#1 has the modulus and SEC1 the secret.
KeyWrapper wrapper_of(Bytes der, KeyType type)
{
    const std::uint8_t *at = der.data();
    const PlainPkcs8 pkcs8(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.size())));
    ERR_clear_error();
    if (pkcs8)
        return KeyWrapper::pkcs8;
    if (type == KeyType::rsa)
        return KeyWrapper::pkcs1;
    return type == KeyType::ec ? KeyWrapper::sec1 : KeyWrapper::unknown;
}

} // namespace

std::optional<DecodedKey> decode_plain_key(Bytes der)
{
    const std::uint8_t *at = der.data();
    EVP_PKEY *native = d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der.size()));
    ERR_clear_error();
    if (!native)
        return std::nullopt;
    const PrivateKey key = PrivateKey::adopt(native);
    return DecodedKey { key, wrapper_of(der, key.kind().type) };
}

Result<Decoded> decode_der(Bytes der, Unlocker &unlocker)
{
    Decoded decoded;
    const std::uint8_t *const end = der.data() + der.size();
    for (const std::uint8_t *at = der.data(); at < end;) {
        X509 *certificate = d2i_X509(nullptr, &at, end - at);
        if (!certificate)
            break;
        decoded.certificates << Certificate::adopt(certificate);
    }
    ERR_clear_error();
    if (!decoded.certificates.isEmpty())
        return decoded;

    if (auto key = decode_plain_key(der)) {
        decoded.keys.push_back(std::move(*key));
        return decoded;
    }
    const std::uint8_t *at = der.data();
    const EncryptedPkcs8 encrypted(d2i_X509_SIG(nullptr, &at, static_cast<long>(der.size())));
    ERR_clear_error();
    if (!encrypted)
        return decoded;
    auto key = unlocker.open(encrypted.get());
    if (!key)
        return failure(key.error());
    decoded.keys.push_back({ PrivateKey::adopt(key->release()), KeyWrapper::encrypted });
    return decoded;
}

Result<Decoded> decode_payload(Bytes bytes, Unlocker &unlocker)
{
    return holds_pem(bytes) ? decode_pem(bytes, unlocker) : decode_der(bytes, unlocker);
}

std::unexpected<Error> damaged_certificate(const QString &name)
{
    return bad_input(u"certificate-damaged"_s, Messages::tr("A certificate in %1 is cut off or damaged.").arg(name),
        Messages::tr("Copy the file again, in binary mode if it is DER."), openssl_errors());
}

std::unexpected<Error> damaged_key(const QString &name)
{
    return bad_input(u"key-damaged"_s, Messages::tr("The private key in %1 is cut off or damaged.").arg(name),
        Messages::tr("Copy the file again, in binary mode if it is DER."), openssl_errors());
}

} // namespace espseal::pki
