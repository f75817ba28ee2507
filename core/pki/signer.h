// SPDX-License-Identifier: Apache-2.0
// Whoever signs: a key in memory, or a token that keeps its key.
#pragma once

#include "core/base/error.h"
#include "core/pki/certificate.h"
#include "core/pki/digest.h"
#include "core/pki/private_key.h"

struct X509_crl_st;
struct X509_req_st;

namespace espseal::pki {

// Every call may run on any thread, several at once: a batch signs on all cores. Those who ask for a signature (issue(), make_crl(),
// make_request()) verify it afterwards with the public key; signers need not.
class Signer {
public:
    Signer() = default;
    Signer(const Signer &) = delete;
    Signer &operator=(const Signer &) = delete;
    virtual ~Signer() = default;

    // Fills in algorithm and signature; everything else is there. Errors: "key-cannot-sign" (key too short for the digest), those of a token.
    [[nodiscard]] virtual Result<void> sign(x509_st *certificate, Digest digest) const = 0;
    [[nodiscard]] virtual Result<void> sign(X509_crl_st *crl, Digest digest) const = 0;
    [[nodiscard]] virtual Result<void> sign(X509_req_st *request, Digest digest) const = 0;

    // OpenSSL's object with at least the public half; lives as long as the signer.
    [[nodiscard]] virtual evp_pkey_st *public_key() const = 0;
    // The certificate's public key is this one.
    [[nodiscard]] virtual bool belongs_to(const Certificate &certificate) const;
    // For errors and confirmations: "P-256 key", "token Farm, key ca".
    [[nodiscard]] virtual QString description() const = 0;
};

class KeySigner final : public Signer {
public:
    explicit KeySigner(PrivateKey key)
        : key_(std::move(key))
    {
    }

    [[nodiscard]] Result<void> sign(x509_st *certificate, Digest digest) const override;
    [[nodiscard]] Result<void> sign(X509_crl_st *crl, Digest digest) const override;
    [[nodiscard]] Result<void> sign(X509_req_st *request, Digest digest) const override;
    [[nodiscard]] evp_pkey_st *public_key() const override { return key_.native(); }
    [[nodiscard]] QString description() const override;

    [[nodiscard]] const PrivateKey &key() const { return key_; }

private:
    PrivateKey key_;
};

} // namespace espseal::pki
