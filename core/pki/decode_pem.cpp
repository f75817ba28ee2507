// SPDX-License-Identifier: Apache-2.0
#include "core/pki/decode.h"
#include "core/pki/legacy_algorithms.h"
#include "core/pki/messages.h"

#include <QByteArrayView>

#include <algorithm>
#include <cstring>

#include <openssl/err.h>
#include <openssl/pem.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

// One block of PEM text; its memory may hold a key.
class Block {
public:
    Block() = default;
    Block(const Block &) = delete;
    Block &operator=(const Block &) = delete;
    ~Block()
    {
        OPENSSL_secure_free(name_);
        OPENSSL_secure_free(header_);
        OPENSSL_secure_clear_free(data_, static_cast<std::size_t>(capacity_));
    }

    [[nodiscard]] bool read(BIO *from)
    {
        const bool read = PEM_read_bio_ex(from, &name_, &header_, &data_, &size_, PEM_FLAG_SECURE | PEM_FLAG_EAY_COMPATIBLE) == 1;
        capacity_ = size_;
        return read;
    }
    [[nodiscard]] QByteArrayView name() const { return name_; }
    [[nodiscard]] Bytes bytes() const { return { data_, static_cast<std::size_t>(size_) }; }

    // Undoes the encryption of OpenSSL's old key files ("Proc-Type: 4,ENCRYPTED").
    [[nodiscard]] Result<bool> unlock(Unlocker &unlocker)
    {
        EVP_CIPHER_INFO cipher {};
        if (PEM_get_EVP_CIPHER_INFO(header_, &cipher) != 1)
            return damaged_key(unlocker.name());
        if (!cipher.cipher)
            return false;
        auto password = unlocker.password();
        if (!password)
            return failure(password.error());
        const auto open = [&] { return PEM_do_header(&cipher, data_, &size_, give_password, &*password) == 1; };
        if (!open_old_or_new(open, unlocker.used_legacy()))
            return unlocker.why_locked();
        return true;
    }

private:
    static int give_password(char *buffer, int size, int /*for_writing*/, void *password)
    {
        const Bytes bytes = static_cast<const SecureBytes *>(password)->view();
        if (bytes.size() > static_cast<std::size_t>(size))
            return -1;
        std::ranges::copy(bytes, buffer);
        return static_cast<int>(bytes.size());
    }

    char *name_ = nullptr;
    char *header_ = nullptr;
    unsigned char *data_ = nullptr;
    long size_ = 0;
    long capacity_ = 0;
};

Result<Certificate> certificate_of(const Block &block, const QString &file)
{
    const Bytes der = block.bytes();
    const std::uint8_t *at = der.data();
    const bool trusted = block.name() == QByteArrayView(PEM_STRING_X509_TRUSTED);
    X509 *certificate = trusted ? d2i_X509_AUX(nullptr, &at, static_cast<long>(der.size())) : d2i_X509(nullptr, &at, static_cast<long>(der.size()));
    if (!certificate)
        return damaged_certificate(file);
    return Certificate::adopt(certificate);
}

Result<DecodedKey> locked_key(const Block &block, Unlocker &unlocker)
{
    const Bytes der = block.bytes();
    const std::uint8_t *at = der.data();
    const EncryptedPkcs8 encrypted(d2i_X509_SIG(nullptr, &at, static_cast<long>(der.size())));
    if (!encrypted)
        return damaged_key(unlocker.name());
    return unlocker.open(encrypted.get()).transform([](PKey key) { return DecodedKey { PrivateKey::adopt(key.release()), KeyWrapper::encrypted }; });
}

Result<DecodedKey> key_of(Block &block, Unlocker &unlocker)
{
    if (block.name() == QByteArrayView(PEM_STRING_PKCS8))
        return locked_key(block, unlocker);
    const Result<bool> was_locked = block.unlock(unlocker);
    if (!was_locked)
        return failure(was_locked.error());
    auto key = decode_plain_key(block.bytes());
    if (!key)
        return *was_locked ? unlocker.wrong_password() : damaged_key(unlocker.name());
    if (*was_locked)
        key->wrapper = KeyWrapper::encrypted;
    return std::move(*key);
}

bool is_certificate(QByteArrayView name)
{
    return name == QByteArrayView(PEM_STRING_X509) || name == QByteArrayView(PEM_STRING_X509_OLD) || name == QByteArrayView(PEM_STRING_X509_TRUSTED);
}

bool is_pkcs7(QByteArrayView name)
{
    return name == QByteArrayView(PEM_STRING_PKCS7) || name == QByteArrayView(PEM_STRING_PKCS7_SIGNED) || name == QByteArrayView(PEM_STRING_CMS);
}

Result<void> take(Block &block, Unlocker &unlocker, Decoded &decoded)
{
    if (is_certificate(block.name())) {
        auto certificate = certificate_of(block, unlocker.name());
        if (!certificate)
            return failure(certificate.error());
        decoded.certificates << *certificate;
    } else if (block.name() == QByteArrayView(PEM_STRING_X509_REQ) || block.name() == QByteArrayView(PEM_STRING_X509_REQ_OLD)) {
        const auto request = request_of(block.bytes());
        if (!request)
            return damaged_request(unlocker.name());
        decoded.requests << *request;
    } else if (block.name() == QByteArrayView(PEM_STRING_X509_CRL)) {
        const auto crl = crl_of(block.bytes());
        if (!crl)
            return damaged_crl(unlocker.name());
        decoded.crls << *crl;
    } else if (is_pkcs7(block.name())) {
        auto inside = decode_pkcs7(block.bytes(), unlocker);
        if (!inside)
            return failure(inside.error());
        std::optional<Decoded> &read = *inside;
        if (!read)
            return damaged_certificate(unlocker.name());
        decoded.append(std::move(*read));
    } else if (block.name() == QByteArrayView("OPENSSH PRIVATE KEY")) {
        return bad_input(u"key-openssh"_s,
            Messages::tr("The private key in %1 is in OpenSSH's own format, which TLS programs do not read.").arg(unlocker.name()),
            Messages::tr("Convert a copy of it: ssh-keygen -p -m PEM -f COPY."));
    } else if (block.name().endsWith("PRIVATE KEY")) {
        if (decoded.keys.size() == most_keys)
            return bad_input(
                u"too-many-keys"_s, Messages::tr("%1 holds more than %2 keys.").arg(unlocker.name()).arg(most_keys), Messages::tr("Split the file."));
        auto key = key_of(block, unlocker);
        if (!key)
            return failure(key.error());
        decoded.keys.push_back(std::move(*key));
    } else {
        decoded.other_blocks << QString::fromLatin1(block.name());
    }
    return {};
}

} // namespace

bool holds_pem(Bytes bytes)
{
    return QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())).contains("-----BEGIN");
}

Result<Decoded> decode_pem(Bytes text, Unlocker &unlocker)
{
    Decoded decoded;
    const Bio bio = reading(text);
    ERR_clear_error();
    for (;;) {
        Block block;
        if (!block.read(bio.get()))
            break;
        const Result<void> taken = take(block, unlocker, decoded);
        if (!taken)
            return failure(taken.error());
    }
    if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
        return bad_input(u"pem-damaged"_s, Messages::tr("A PEM block in %1 is cut off or damaged.").arg(unlocker.name()),
            Messages::tr("Copy the file again, from -----BEGIN to -----END, both lines included."), openssl_errors());
    ERR_clear_error();
    return decoded;
}

} // namespace espseal::pki
