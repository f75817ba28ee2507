// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pki/certificate.h"
#include "core/pki/private_key.h"
#include "core/pki/request.h"
#include "core/pki/signer.h"

namespace espseal::pki {

// The public key that a certificate is made for: half of a pair, or what a request or an earlier certificate holds.
class SubjectKey {
public:
    SubjectKey(const PrivateKey &key); // NOLINT(google-explicit-constructor): a private key is a public key, too
    explicit SubjectKey(const Signer &signer);
    // Errors: "key-damaged", a public key that OpenSSL does not know or that is none (a point off its curve, an even modulus).
    [[nodiscard]] static Result<SubjectKey> of(const CertificateRequest &request);
    [[nodiscard]] static Result<SubjectKey> of(const Certificate &certificate);

    [[nodiscard]] KeyKind kind() const;
    // OpenSSL's object; lives as long as any copy.
    [[nodiscard]] evp_pkey_st *native() const { return key_.get(); }

private:
    explicit SubjectKey(evp_pkey_st *shared);
    std::shared_ptr<evp_pkey_st> key_;
};

} // namespace espseal::pki
