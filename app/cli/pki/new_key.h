// SPDX-License-Identifier: Apache-2.0
// A new key of a command: made here and written to a file, or on a PKCS#11 token, where it stays.
#pragma once

#include "app/cli/pki/ca_access.h"
#include "app/cli/pki/issue_options.h"
#include "core/pki/token_signer.h"

namespace espseal::cli {

class NewKey {
public:
    [[nodiscard]] static NewKey in_memory(pki::PrivateKey key);
    [[nodiscard]] static NewKey on_token(std::unique_ptr<pki::TokenSigner> signer);

    [[nodiscard]] const pki::Signer &signer() const { return *signer_; }
    [[nodiscard]] bool is_on_token() const { return token_ != nullptr; }
    // STEM.key, or STEM.token.json, which says where the key is.
    [[nodiscard]] Result<void> add_to(CredentialOutput &output, const QString &stem) const;
    // Of a token: "key_stays_on_token", and sentences.
    void tell(Outcome &outcome) const;

private:
    std::optional<pki::PrivateKey> key_;
    std::shared_ptr<const pki::Signer> signer_; // never null
    const pki::TokenSigner *token_ = nullptr;
};

// --token URI, --existing-key, --module F, --pin-file, --pin-fd
struct NewKeyOptions {
    std::string token;
    bool existing = false;
    TokenOptions token_options;

    // Behind the options of OutputOptions, whose protection is of a key in a file.
    void add_to(CLI::App &command);
    [[nodiscard]] bool is_on_token() const { return !token.empty(); }
    // Everything that can go wrong without the key. A key on a token cannot be taken back when files turn out to be in the way: `file` and
    // STEM.token.json are looked for first.
    [[nodiscard]] Result<CredentialOutput> prepare(const OutputOptions &output, const QString &stem, const QString &file, const Session &session) const;
    [[nodiscard]] Result<NewKey> make(const pki::KeySpec &spec, const Session &session) const;
};

} // namespace espseal::cli
