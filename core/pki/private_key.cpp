// SPDX-License-Identifier: Apache-2.0
#include "core/pki/private_key.h"

#include "core/pki/messages.h"
#include "core/pki/openssl.h"
#include "core/pki/public_key.h"

#include <openssl/rsa.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

int on_key_progress(EVP_PKEY_CTX *context)
{
    return static_cast<const Job *>(EVP_PKEY_CTX_get_app_data(context))->cancelled() ? 0 : 1;
}

// OpenSSL 3.5 makes RSA keys below 2048 bit in another way, which loses the first prime when it is stopped after it.
// They take milliseconds, so nobody waits for their end.
bool stops_cleanly(const KeySpec &spec)
{
    return spec.type != KeyType::rsa || spec.bits >= 2048;
}

bool set_size(EVP_PKEY_CTX *context, const KeySpec &spec)
{
    if (spec.type == KeyType::rsa)
        return EVP_PKEY_CTX_set_rsa_keygen_bits(context, spec.bits) == 1;
    return EVP_PKEY_CTX_set_group_name(context, spec.bits == 384 ? "P-384" : "P-256") == 1;
}

} // namespace

Result<PrivateKey> PrivateKey::generate(const KeySpec &spec, const Job &job)
{
    job.report(Messages::tr("Making a key (%1)").arg(to_string(spec)), 0, 0);
    const PKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, spec.type == KeyType::rsa ? "RSA" : "EC", nullptr));
    if (!context || EVP_PKEY_keygen_init(context.get()) != 1 || !set_size(context.get(), spec))
        return openssl_failed();
    if (stops_cleanly(spec)) {
        EVP_PKEY_CTX_set_app_data(context.get(), const_cast<Job *>(&job));
        EVP_PKEY_CTX_set_cb(context.get(), on_key_progress);
    }
    EVP_PKEY *key = nullptr;
    const bool made = EVP_PKEY_generate(context.get(), &key) == 1;
    const PKey owner(key);
    if (job.cancelled()) {
        static_cast<void>(openssl_errors());
        return cancelled(Messages::tr("No key was made."));
    }
    if (!made)
        return openssl_failed();
    EVP_PKEY_up_ref(key);
    return adopt(key);
}

PrivateKey PrivateKey::adopt(evp_pkey_st *key)
{
    return PrivateKey(std::shared_ptr<evp_pkey_st>(key, EVP_PKEY_free));
}

KeyKind PrivateKey::kind() const
{
    return kind_of(key_.get());
}

bool PrivateKey::operator==(const PrivateKey &other) const
{
    return same_public_key(key_.get(), other.key_.get());
}

} // namespace espseal::pki
