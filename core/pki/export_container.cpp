// SPDX-License-Identifier: Apache-2.0
#include "core/pki/export_container.h"

#include "core/pki/messages.h"
#include "core/pki/openssl.h"

#include <algorithm>

#include <openssl/pem.h>
#include <openssl/pkcs7.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr int salt_size = 16;
constexpr int legacy_rounds = 2048; // all that the programs which need it are sure to take
constexpr int legacy_salt_size = 8;

// The bytes with a NUL behind them, as OpenSSL's PKCS#12 functions want a password.
Result<SecureBytes> terminated(const SecureBytes &password)
{
    if (password.empty())
        return bad_input(u"password-empty"_s, Messages::tr("An empty password protects nothing."), Messages::tr("Choose a password."));
    if (std::ranges::contains(password.view(), std::uint8_t { 0 }))
        return bad_input(u"password-nul"_s, Messages::tr("The password holds a NUL character."), Messages::tr("Choose another password."));
    SecureBytes text(password.size() + 1);
    std::ranges::copy(password.view(), text.writable().begin());
    return text;
}

Result<CertificateStack> stack_of(const QList<Certificate> &certificates)
{
    CertificateStack stack(sk_X509_new_null());
    for (const Certificate &certificate : certificates) {
        if (!stack || X509_up_ref(certificate.native()) != 1)
            return openssl_failed();
        if (sk_X509_push(stack.get(), certificate.native()) == 0) {
            X509_free(certificate.native());
            return openssl_failed();
        }
    }
    return stack;
}

Result<SecureBytes> der_of(const PKCS12 *file)
{
    const int size = i2d_PKCS12(file, nullptr);
    if (size <= 0)
        return openssl_failed();
    SecureBytes der(static_cast<std::size_t>(size));
    std::uint8_t *end = der.writable().data();
    if (i2d_PKCS12(file, &end) != size)
        return openssl_failed();
    return der;
}

} // namespace

Result<SecureBytes> make_pkcs7(const QList<Certificate> &certificates, const QList<Crl> &crls, bool pem)
{
    const Owned<PKCS7, PKCS7_free> file(PKCS7_new());
    if (!file || PKCS7_set_type(file.get(), NID_pkcs7_signed) != 1 || PKCS7_content_new(file.get(), NID_pkcs7_data) != 1)
        return openssl_failed();
    PKCS7_set_detached(file.get(), 1); // no content, not an empty one
    for (const Certificate &certificate : certificates) {
        if (PKCS7_add_certificate(file.get(), certificate.native()) != 1)
            return openssl_failed();
    }
    for (const Crl &crl : crls) {
        if (PKCS7_add_crl(file.get(), crl.native()) != 1)
            return openssl_failed();
    }
    const Bio memory(BIO_new(BIO_s_mem()));
    if (!memory || (pem ? PEM_write_bio_PKCS7(memory.get(), file.get()) : i2d_PKCS7_bio(memory.get(), file.get())) != 1)
        return openssl_failed();
    return SecureBytes(content(memory));
}

Result<SecureBytes> make_pkcs12(
    const Certificate &certificate, const QList<Certificate> &chain, const PrivateKey &key, const SecureBytes &password, bool legacy)
{
    const auto text = terminated(password);
    if (!text)
        return failure(text.error());
    const auto others = stack_of(chain);
    if (!others)
        return failure(others.error());
    const QByteArray name = certificate.display_name().toUtf8();
    const int cipher = legacy ? NID_pbe_WithSHA1And3_Key_TripleDES_CBC : NID_aes_256_cbc;
    const int rounds = legacy ? legacy_rounds : pbkdf2_rounds;
    const int no_mac = -1; // set below, with the digest that is meant
    const Pkcs12 file(PKCS12_create_ex(
        text->chars(), name.constData(), key.native(), certificate.native(), others->get(), cipher, cipher, rounds, no_mac, 0, nullptr, nullptr));
    if (!file || PKCS12_set_mac(file.get(), text->chars(), -1, nullptr, legacy ? legacy_salt_size : salt_size, rounds, legacy ? EVP_sha1() : EVP_sha256()) != 1)
        return openssl_failed();
    return der_of(file.get());
}

} // namespace espseal::pki
