// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pki/key_spec.h"
#include "core/pki/signer.h"
#include "core/pki/token.h"

#include <memory>

namespace espseal::pki {

// Signs with a private key that stays on its token. The PIN is asked for once; the signer process, which is logged in, lives as long as this does.
// From several threads the token signs for one after the other.
class TokenSigner final : public Signer {
public:
    // The URI names one token and one private key on it. Errors: those of list_tokens; "token-missing", "token-ambiguous", "token-key-missing",
    // "token-key-ambiguous", "token-pin-wrong" (the fix says what is left), "token-pin-locked", "token-pin-needed".
    [[nodiscard]] static Result<std::unique_ptr<TokenSigner>> open(const TokenLocation &location, const TokenAccess &access);
    // The same with a new key, which can never leave the token. The URI's `object` names it (default "espseal CA"). Errors also: "token-key-exists",
    // "token-key-unsupported".
    [[nodiscard]] static Result<std::unique_ptr<TokenSigner>> generate(const TokenLocation &location, const KeySpec &spec, const TokenAccess &access);
    ~TokenSigner() override;

    [[nodiscard]] Result<void> sign(x509_st *certificate, Digest digest) const override;
    [[nodiscard]] Result<void> sign(X509_crl_st *crl, Digest digest) const override;
    [[nodiscard]] Result<void> sign(X509_req_st *request, Digest digest) const override;
    [[nodiscard]] evp_pkey_st *public_key() const override;
    // "key “ca” (id 0102) on token “Farm Safe”, serial 779e53b7": for the audit line.
    [[nodiscard]] QString description() const override;

    [[nodiscard]] const Token &token() const { return token_; }
    [[nodiscard]] const TokenKey &key() const { return key_; }
    // Exactly this token and this key, by names, serial and id.
    [[nodiscard]] const TokenLocation &location() const { return location_; }

private:
    struct Parts;
    TokenSigner(std::unique_ptr<Parts> parts, Token token, TokenKey key, TokenLocation location);
    [[nodiscard]] static Result<std::unique_ptr<TokenSigner>> begin(const TokenLocation &location, const KeySpec *spec, const TokenAccess &access);
    [[nodiscard]] Result<QByteArray> signature(const QByteArray &data, Digest digest) const;

    std::unique_ptr<Parts> parts_;
    Token token_;
    TokenKey key_;
    TokenLocation location_;
};

} // namespace espseal::pki
