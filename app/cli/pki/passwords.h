// SPDX-License-Identifier: Apache-2.0
// Passwords come from a file or from the terminal, never from the command line or the environment.
#pragma once

#include <CLI/CLI.hpp>

#include "app/cli/session.h"
#include "core/pki/password.h"

#include <string>

namespace espseal::cli {

// The first line of the file, without its end. Errors: of reading; an empty line.
[[nodiscard]] Result<SecureBytes> read_password(const QString &file);

// Answers with the password of `file`; without a file asks on the terminal, where there is one.
[[nodiscard]] pki::PasswordPrompt password_prompt(const Session &session, const std::string &file);

// How a new key is to be protected.
struct KeyProtection {
    std::string password_file;
    bool plain = false;

    void add_to(CLI::App &command);
    // The password for a new key, asked for twice on a terminal; nothing for a plain key. Error: nobody to ask, two different answers.
    [[nodiscard]] Result<std::optional<SecureBytes>> password(const Session &session) const;
};

} // namespace espseal::cli
