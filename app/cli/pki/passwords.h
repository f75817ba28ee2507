// SPDX-License-Identifier: Apache-2.0
// Passwords and PINs come from the terminal, a file descriptor or a file, never from the command line or a value in the environment.
#pragma once

#include <CLI/CLI.hpp>

#include "app/cli/session.h"
#include "core/pki/password.h"

#include <memory>
#include <string>

namespace espseal::cli {

// The options --STEM-file FILE and --STEM-fd N of a command. Without them the file that ESPSEAL_PASSWORD_FILE names, else the terminal is asked.
class PasswordSource {
public:
    // `stem`: "--password", "--ca-password"; `opens`: "the CA's key", for the help.
    void add_to(CLI::App &command, const std::string &stem, const std::string &opens);
    // PINs have no file in the environment: a token locks itself after few wrong ones.
    void add_pin_to(CLI::App &command, const std::string &stem, const std::string &opens);

    // A file or descriptor is named, on the command line or in the environment.
    [[nodiscard]] bool is_given() const;
    [[nodiscard]] bool is_given_by_option() const { return !file_.empty() || descriptor_ >= 0; }
    // The first line of what is named, read once, the next line of a descriptor that was read before; nothing if none is named.
    // Errors: of reading; an empty line.
    [[nodiscard]] Result<std::optional<SecureBytes>> read() const;
    // Answers with what is named; else asks on the terminal, where there is one. `other` counts where this one has no option.
    [[nodiscard]] pki::PasswordPrompt prompt(const Session &session) const;
    [[nodiscard]] pki::PasswordPrompt prompt(const Session &session, const PasswordSource &other) const;

    [[nodiscard]] const CLI::Option *file_option() const { return file_option_; }
    [[nodiscard]] const CLI::Option *descriptor_option() const { return descriptor_option_; }

private:
    friend struct KeyProtection;
    std::string file_;
    int descriptor_ = -1;
    bool is_pin_ = false;
    CLI::Option *file_option_ = nullptr;
    CLI::Option *descriptor_option_ = nullptr;
    std::shared_ptr<SecureBytes> read_ = std::make_shared<SecureBytes>(); // a descriptor can be read only once
};

// The first line of the file, without its end. Errors: of reading; an empty line.
[[nodiscard]] Result<SecureBytes> read_password(const QString &file);

// Answers with the password of `file`; without a file as a PasswordSource without options.
[[nodiscard]] pki::PasswordPrompt password_prompt(const Session &session, const std::string &file);

// A password for something new: what `source` names, else asked for twice on a terminal. One that could be guessed gets a note on stderr.
// Errors: "password-needed" (nobody to ask), "password-differs".
[[nodiscard]] Result<SecureBytes> new_password(const PasswordSource &source, const Session &session, const QString &question);

// How a new key is to be protected: --password-file, --password-fd, --plain-key.
struct KeyProtection {
    PasswordSource source;
    bool plain = false;

    void add_to(CLI::App &command);
    // new_password() for a new key; nothing for a plain key.
    [[nodiscard]] Result<std::optional<SecureBytes>> password(const Session &session) const;
};

} // namespace espseal::cli
