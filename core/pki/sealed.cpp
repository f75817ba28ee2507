// SPDX-License-Identifier: Apache-2.0
#include "core/pki/sealed.h"

#include "core/pki/openssl.h"

#include <openssl/rand.h>

namespace espseal::pki {

namespace {

using CipherContext = Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;

// A cipher that has taken key, nonce and context; `encrypt` 1 or 0.
CipherContext begin(const SecureBytes &key, const std::uint8_t *nonce, const QByteArray &context, int encrypt)
{
    CipherContext cipher(EVP_CIPHER_CTX_new());
    int taken = 0;
    const Bytes additional = bytes_of(context);
    if (key.size() != static_cast<std::size_t>(seal_key_size) || !cipher
        || EVP_CipherInit_ex2(cipher.get(), EVP_aes_256_gcm(), key.view().data(), nonce, encrypt, nullptr) != 1
        || EVP_CipherUpdate(cipher.get(), nullptr, &taken, additional.data(), static_cast<int>(additional.size())) != 1)
        return {};
    return cipher;
}

} // namespace

Result<QByteArray> seal(const SecureBytes &key, Bytes plain, const QByteArray &context)
{
    auto sealed = random_bytes(seal_nonce_size);
    if (!sealed)
        return sealed;
    sealed->resize(seal_nonce_size + static_cast<qsizetype>(plain.size()) + seal_tag_size);
    auto *const bytes = reinterpret_cast<std::uint8_t *>(sealed->data());
    const CipherContext cipher = begin(key, bytes, context, 1);
    std::uint8_t *const text = bytes + seal_nonce_size;
    int size = 0;
    int rest = 0;
    if (!cipher || EVP_CipherUpdate(cipher.get(), text, &size, plain.data(), static_cast<int>(plain.size())) != 1
        || EVP_CipherFinal_ex(cipher.get(), text + size, &rest) != 1
        || EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(seal_tag_size), text + plain.size()) != 1)
        return openssl_failed();
    return sealed;
}

std::optional<SecureBytes> unseal(const SecureBytes &key, const QByteArray &sealed, const QByteArray &context)
{
    if (sealed.size() < seal_nonce_size + seal_tag_size)
        return std::nullopt;
    const Bytes all = bytes_of(sealed);
    const CipherContext cipher = begin(key, all.data(), context, 0);
    const Bytes text = all.subspan(seal_nonce_size, all.size() - seal_nonce_size - seal_tag_size);
    SecureBytes plain(text.size());
    QByteArray tag = sealed.last(seal_tag_size);
    int size = 0;
    int rest = 0;
    const bool opened = cipher && EVP_CipherUpdate(cipher.get(), plain.writable().data(), &size, text.data(), static_cast<int>(text.size())) == 1
        && EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(seal_tag_size), tag.data()) == 1
        && EVP_CipherFinal_ex(cipher.get(), plain.writable().data() + size, &rest) == 1;
    static_cast<void>(openssl_errors());
    if (!opened)
        return std::nullopt;
    return plain;
}

Result<SecureBytes> random_key()
{
    SecureBytes key(seal_key_size);
    if (RAND_priv_bytes(key.writable().data(), static_cast<int>(key.size())) != 1)
        return openssl_failed();
    return key;
}

Result<QByteArray> random_bytes(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    if (RAND_bytes(reinterpret_cast<std::uint8_t *>(bytes.data()), static_cast<int>(size)) != 1)
        return openssl_failed();
    return bytes;
}

} // namespace espseal::pki
