// SPDX-License-Identifier: Apache-2.0
#include "core/pki/peer_policy.h"

#include "core/pki/openssl.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace espseal::pki {

namespace {

using Context = Owned<SSL_CTX, SSL_CTX_free>;

// Never changed after it is made.
const SSL_CTX *fresh_context()
{
    static const Context context(SSL_CTX_new(TLS_method()));
    return context.get();
}

bool allows(int operation, int bits, const Certificate &certificate)
{
    const SSL_CTX *context = fresh_context();
    const auto callback = context ? SSL_CTX_get_security_callback(context) : nullptr;
    return !callback || callback(nullptr, context, operation, bits, 0, certificate.native(), nullptr) == 1;
}

} // namespace

int peer_security_level()
{
    constexpr int openssl_3_5 = 2;
    const SSL_CTX *context = fresh_context();
    return context ? SSL_CTX_get_security_level(context) : openssl_3_5;
}

bool peers_accept_key(const Certificate &certificate, bool as_ca)
{
    const EVP_PKEY *key = X509_get0_pubkey(certificate.native());
    return key && allows(as_ca ? SSL_SECOP_CA_KEY : SSL_SECOP_EE_KEY, EVP_PKEY_get_security_bits(key), certificate);
}

bool peers_accept_signature(const Certificate &certificate)
{
    int bits = 0;
    ERR_set_mark();
    const bool known = X509_get_signature_info(certificate.native(), nullptr, nullptr, &bits, nullptr) == 1;
    ERR_pop_to_mark();
    return known && allows(SSL_SECOP_CA_MD, bits, certificate);
}

} // namespace espseal::pki
