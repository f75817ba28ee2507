// SPDX-License-Identifier: Apache-2.0
// OpenSSL's objects with owners. For the sources of core/pki and whoever else talks to OpenSSL; not for public headers.
#pragma once

#include <QString>

#include "core/base/error.h"

#include <memory>
#include <span>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace espseal::pki {

using Bytes = std::span<const std::uint8_t>;

template <auto function> struct Freed {
    void operator()(auto *object) const { function(object); }
};
template <class T, auto function> using Owned = std::unique_ptr<T, Freed<function>>;

inline void free_certificates(STACK_OF(X509) * stack)
{
    sk_X509_pop_free(stack, X509_free);
}
inline void free_extensions(STACK_OF(X509_EXTENSION) * stack)
{
    sk_X509_EXTENSION_pop_free(stack, X509_EXTENSION_free);
}
inline void free_safes(STACK_OF(PKCS7) * stack)
{
    sk_PKCS7_pop_free(stack, PKCS7_free);
}
inline void free_bags(STACK_OF(PKCS12_SAFEBAG) * stack)
{
    sk_PKCS12_SAFEBAG_pop_free(stack, PKCS12_SAFEBAG_free);
}

using Bio = Owned<BIO, BIO_free_all>;
using BigNumber = Owned<BIGNUM, BN_free>;
using PKey = Owned<EVP_PKEY, EVP_PKEY_free>;
using PKeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using X509Certificate = Owned<X509, X509_free>;
using X509Name = Owned<X509_NAME, X509_NAME_free>;
using X509Request = Owned<X509_REQ, X509_REQ_free>;
using RevocationList = Owned<X509_CRL, X509_CRL_free>;
using ExtensionStack = Owned<STACK_OF(X509_EXTENSION), free_extensions>;
using Extension = Owned<X509_EXTENSION, X509_EXTENSION_free>;
using CertificateStack = Owned<STACK_OF(X509), free_certificates>;
using GeneralNames = Owned<GENERAL_NAMES, GENERAL_NAMES_free>;
using Algorithm = Owned<X509_ALGOR, X509_ALGOR_free>;
using EncryptedPkcs8 = Owned<X509_SIG, X509_SIG_free>;
using PlainPkcs8 = Owned<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free>;
using Pkcs12 = Owned<PKCS12, PKCS12_free>;
using SafeStack = Owned<STACK_OF(PKCS7), free_safes>;
using BagStack = Owned<STACK_OF(PKCS12_SAFEBAG), free_bags>;

// This thread's error queue as text, oldest first; empties it.
[[nodiscard]] QString openssl_errors();
// For what cannot fail but for want of memory or a broken installation.
[[nodiscard]] std::unexpected<Error> openssl_failed();

// A BIO that reads `bytes` (not copied), and what a memory BIO holds.
[[nodiscard]] Bio reading(Bytes bytes);
[[nodiscard]] Bytes content(const Bio &memory);
[[nodiscard]] inline Bytes bytes_of(const QByteArray &array)
{
    return { reinterpret_cast<const std::uint8_t *>(array.constData()), static_cast<std::size_t>(array.size()) };
}

} // namespace espseal::pki
