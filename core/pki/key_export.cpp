// SPDX-License-Identifier: Apache-2.0
// The forms in which a private key leaves the program.
#include "core/pki/messages.h"
#include "core/pki/openssl.h"
#include "core/pki/private_key.h"

#include <openssl/pem.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr int salt_size = 16;

// A memory BIO whose bytes are wiped when it goes.
Bio secret_memory()
{
    return Bio(BIO_new(BIO_s_secmem()));
}

std::unexpected<Error> no_traditional_form(const PrivateKey &key)
{
    return bad_input(u"key-unsupported"_s, Messages::tr("A %1 key has no form that an ESP8266 reads.").arg(key.kind().name),
        Messages::tr("Use an RSA key, or an EC key on P-256 with the espseal runtime."), openssl_errors());
}

bool has_traditional_form(const PrivateKey &key)
{
    return key.kind().type != KeyType::other;
}

// What `write` writes into wiped memory.
template <class Write> Result<SecureBytes> written(const Write &write)
{
    const Bio memory = secret_memory();
    if (!memory || write(memory.get()) != 1)
        return openssl_failed();
    return SecureBytes(content(memory));
}

Result<EncryptedPkcs8> encrypt(EVP_PKEY *key, const SecureBytes &password)
{
    if (password.empty())
        return bad_input(u"password-empty"_s, Messages::tr("An empty password protects nothing."), Messages::tr("Choose a password, or ask for a plain key."));
    const PlainPkcs8 plain(EVP_PKEY2PKCS8(key));
    Algorithm algorithm(PKCS5_pbe2_set_iv(EVP_aes_256_cbc(), pbkdf2_rounds, nullptr, salt_size, nullptr, NID_hmacWithSHA256));
    if (!plain || !algorithm)
        return openssl_failed();
    EncryptedPkcs8 encrypted(PKCS8_set0_pbe(password.chars(), static_cast<int>(password.size()), plain.get(), algorithm.get()));
    if (!encrypted)
        return openssl_failed();
    [[maybe_unused]] const X509_ALGOR *const given = algorithm.release(); // now part of `encrypted`
    return encrypted;
}

} // namespace

Result<SecureBytes> PrivateKey::to_pem() const
{
    const Bio memory = secret_memory();
    if (!memory)
        return openssl_failed();
    if (!has_traditional_form(*this) || PEM_write_bio_PrivateKey_traditional(memory.get(), native(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return no_traditional_form(*this);
    return SecureBytes(content(memory));
}

Result<SecureBytes> PrivateKey::to_der() const
{
    if (!has_traditional_form(*this))
        return no_traditional_form(*this);
    const int size = i2d_PrivateKey(native(), nullptr);
    if (size <= 0)
        return no_traditional_form(*this);
    SecureBytes der(static_cast<std::size_t>(size));
    std::uint8_t *end = der.writable().data();
    if (i2d_PrivateKey(native(), &end) != size)
        return openssl_failed();
    return der;
}

Result<SecureBytes> PrivateKey::to_encrypted_pem(const SecureBytes &password) const
{
    const auto encrypted = encrypt(native(), password);
    if (!encrypted)
        return failure(encrypted.error());
    return written([&](BIO *to) { return PEM_write_bio_PKCS8(to, encrypted->get()); });
}

Result<SecureBytes> PrivateKey::to_encrypted_der(const SecureBytes &password) const
{
    const auto encrypted = encrypt(native(), password);
    if (!encrypted)
        return failure(encrypted.error());
    return written([&](BIO *to) { return i2d_PKCS8_bio(to, encrypted->get()); });
}

Result<SecureBytes> PrivateKey::to_pkcs8_pem() const
{
    const PlainPkcs8 plain(EVP_PKEY2PKCS8(native()));
    return written([&](BIO *to) { return plain ? PEM_write_bio_PKCS8_PRIV_KEY_INFO(to, plain.get()) : 0; });
}

Result<SecureBytes> PrivateKey::to_pkcs8_der() const
{
    const PlainPkcs8 plain(EVP_PKEY2PKCS8(native()));
    return written([&](BIO *to) { return plain ? i2d_PKCS8_PRIV_KEY_INFO_bio(to, plain.get()) : 0; });
}

} // namespace espseal::pki
