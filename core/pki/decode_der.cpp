// SPDX-License-Identifier: Apache-2.0
#include "core/pki/decode.h"
#include "core/pki/messages.h"
#include "core/pki/public_key.h"

#include <algorithm>
#include <iterator>

#include <openssl/asn1err.h>
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

// OpenSSL refuses a subject or issuer whose strings are not of the type that they claim to be.
bool name_is_no_text()
{
    const int reason = ERR_GET_REASON(ERR_peek_error());
    return reason == ASN1_R_INVALID_UTF8STRING || reason == ASN1_R_ILLEGAL_CHARACTERS || reason == ASN1_R_INVALID_BMPSTRING_LENGTH
        || reason == ASN1_R_INVALID_UNIVERSALSTRING_LENGTH;
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

std::optional<CertificateRequest> request_of(Bytes der)
{
    const std::uint8_t *at = der.data();
    X509_REQ *request = d2i_X509_REQ(nullptr, &at, static_cast<long>(der.size()));
    ERR_clear_error();
    return request ? std::optional(CertificateRequest::adopt(request)) : std::nullopt;
}

std::optional<Crl> crl_of(Bytes der)
{
    const std::uint8_t *at = der.data();
    X509_CRL *crl = d2i_X509_CRL(nullptr, &at, static_cast<long>(der.size()));
    ERR_clear_error();
    return crl ? std::optional(Crl::adopt(crl)) : std::nullopt;
}

void Decoded::append(Decoded other)
{
    certificates << other.certificates;
    std::ranges::move(other.keys, std::back_inserter(keys));
    requests << other.requests;
    crls << other.crls;
    other_blocks << other.other_blocks;
}

Result<Decoded> decode_der(Bytes der, Unlocker &unlocker)
{
    Decoded decoded;
    const std::uint8_t *const end = der.data() + der.size();
    for (const std::uint8_t *at = der.data(); at < end;) {
        X509 *certificate = d2i_X509(nullptr, &at, end - at);
        if (!certificate) {
            if (name_is_no_text())
                return damaged_certificate(unlocker.name());
            break;
        }
        decoded.certificates << Certificate::adopt(certificate);
    }
    ERR_clear_error();
    if (!decoded.certificates.isEmpty())
        return decoded;

    if (auto key = decode_plain_key(der)) {
        decoded.keys.push_back(std::move(*key));
        return decoded;
    }
    if (auto request = request_of(der)) {
        decoded.requests << *request;
        return decoded;
    }
    if (auto crl = crl_of(der)) {
        decoded.crls << *crl;
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
    if (!holds_pem(bytes))
        return decode_der(bytes, unlocker);
    // The signature of a certificate in DER is any bytes, "-----BEGIN" among them.
    if (bytes[0] == 0x30) {
        if (auto decoded = decode_der(bytes, unlocker); decoded && !decoded->empty())
            return decoded;
    }
    return decode_pem(bytes, unlocker);
}

std::unexpected<Error> damaged_certificate(const QString &name)
{
    if (name_is_no_text())
        return bad_input(u"name-not-text"_s, Messages::tr("A name in a certificate in %1 is not the text that it claims to be, UTF-8 for example.").arg(name),
            Messages::tr("Do not use this certificate; ask its issuer for another."), openssl_errors());
    return bad_input(u"certificate-damaged"_s, Messages::tr("A certificate in %1 is cut off or damaged.").arg(name),
        Messages::tr("Copy the file again, in binary mode if it is DER."), openssl_errors());
}

std::unexpected<Error> damaged_key(const QString &name)
{
    return bad_input(u"key-damaged"_s, Messages::tr("The private key in %1 is cut off or damaged.").arg(name),
        Messages::tr("Copy the file again, in binary mode if it is DER."), openssl_errors());
}

std::unexpected<Error> damaged_request(const QString &name)
{
    return bad_input(u"request-damaged"_s, Messages::tr("A certificate request in %1 is cut off or damaged.").arg(name),
        Messages::tr("Copy the file again, in binary mode if it is DER."), openssl_errors());
}

std::unexpected<Error> damaged_crl(const QString &name)
{
    return bad_input(u"crl-damaged"_s, Messages::tr("A revocation list in %1 is cut off or damaged.").arg(name), Messages::tr("Fetch it from the CA again."),
        openssl_errors());
}

} // namespace espseal::pki
