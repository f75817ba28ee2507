// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/pki/credential_output.h"
#include "app/cli/pki/passwords.h"
#include "core/pki/issue.h"

#include <string>

namespace espseal::cli {

// What `ca new` and `cert issue` have in common.
struct IssueOptions {
    std::string name;
    std::string organization;
    std::string san;
    std::string key = "ec:p256";
    pki::Digest digest = pki::Digest::sha256;
    int days = 730;
    std::string out = ".";
    KeyProtection protection;
    bool replace = false;

    void add_to(CLI::App &command);
    [[nodiscard]] Result<pki::CertificateSpec> spec(pki::Role role) const;

    // Everything that can go wrong without the new key goes wrong here, before the time for the key is spent.
    struct Prepared {
        pki::KeySpec key;
        CredentialOutput output;
    };
    [[nodiscard]] Result<Prepared> prepare(const Session &session) const;
    // STEM.crt and STEM.key, and what there is to say about them.
    [[nodiscard]] Result<Outcome> write(const Session &session, const QString &stem, const pki::Certificate &certificate, const pki::PrivateKey &private_key,
        pki::Role role, CredentialOutput &output) const;
};

} // namespace espseal::cli
