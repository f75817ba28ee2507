// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/pki/passwords.h"
#include "core/pki/certificate.h"
#include "core/pki/issuing_ca.h"
#include "core/pki/signer.h"
#include "core/pki/token.h"

#include <memory>
#include <string>

namespace espseal::cli {

// A CA that is ready to sign.
struct OpenedCa {
    pki::Certificate certificate;
    QList<pki::Certificate> chain; // what else its files hold: the CAs above an intermediate one, the root if its folder has it (root.crt)
    std::shared_ptr<const pki::Signer> signer;
    QJsonObject audit; // who signs, for JSON: key, and token and serial where it is on one

    // The same with the CAs above in order.
    [[nodiscard]] pki::IssuingCa issuing() const;
    // Itself, or the one above, where it is known.
    [[nodiscard]] std::optional<pki::Certificate> root() const;
};

// --module F, --pin-file, --pin-fd
struct TokenOptions {
    std::string module;
    PasswordSource pin;

    void add_to(CLI::App &command);
    [[nodiscard]] pki::TokenAccess access(const Session &session) const;
};

// Which CA signs, for every command that does: --ca DIR (ca.crt with ca.key, with keys.vault, or with ca.token.json for a key on a token), or
// --ca-cert FILE with --ca-key FILE or --token URI --module F; and how its key is opened.
struct CaAccess {
    std::string folder;
    std::string certificate;
    std::string key;
    std::string token;
    TokenOptions token_options;
    PasswordSource password; // --ca-password-file, --ca-password-fd

    void add_to(CLI::App &command);
    // `other` opens the key where there is no --ca-password option: the command's own --password. A token's name and the key's id go to stderr.
    // Errors: usage ("ca-missing"), those of files, passwords, PINs and tokens; "key-mismatch".
    [[nodiscard]] Result<OpenedCa> open(const Session &session, const PasswordSource &other = {}) const;
    // The certificate alone; nothing is opened. Errors: usage ("ca-missing"), of reading.
    [[nodiscard]] Result<pki::Certificate> read_certificate() const;
    // Where the CA's files are, for what belongs beside them (the list of what it issued, its CRL); empty with --ca-cert.
    [[nodiscard]] QString home() const;
};

// What `signer` is, for JSON.
[[nodiscard]] QJsonObject audit_of(const pki::Signer &signer);

} // namespace espseal::cli
