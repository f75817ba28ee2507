// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pki/token_protocol.h"

#include <memory>

#include <sys/types.h>

class QDeadlineTimer;

namespace espseal::pki {

// A running espseal-signer with a module loaded. A module that crashes or hangs takes that process with it and nothing else. Requests go one at a time;
// any thread. The process ends with this object.
class SignerProcess {
public:
    // Starts the program, loads the module.
    [[nodiscard]] static Result<std::unique_ptr<SignerProcess>> start(const QString &module, const TokenAccess &access);
    SignerProcess(const SignerProcess &) = delete;
    SignerProcess &operator=(const SignerProcess &) = delete;
    ~SignerProcess();

    // Waits for the answer. Errors: those that the signer names, "token-module-crashed", "token-timeout", "cancelled".
    [[nodiscard]] Result<TokenReply> ask(const TokenRequest &request, const SecureBytes &pin = {});
    // Logs in to the one token that `uri` names, asking for its PIN if it wants one. The token as it is then.
    [[nodiscard]] Result<Token> login(const TokenUri &uri, const PasswordPrompt &prompt);

private:
    explicit SignerProcess(QString module, Job job)
        : module_(std::move(module))
        , job_(std::move(job))
    {
    }

    [[nodiscard]] Result<void> spawn(const QString &program);
    [[nodiscard]] Result<void> send(std::span<const std::uint8_t> bytes, const QDeadlineTimer &deadline) const;
    [[nodiscard]] Result<QByteArray> receive(std::size_t size, const QDeadlineTimer &deadline);
    [[nodiscard]] Result<void> wait_for(short events, const QDeadlineTimer &deadline) const;
    // Why it no longer answers.
    [[nodiscard]] std::unexpected<Error> gone();
    [[nodiscard]] QString complaint() const;

    QString module_;
    Job job_;
    pid_t process_ = -1;
    int socket_ = -1;
    int complaints_ = -1; // its standard error
};

// Sentence and fix for what the signer refuses; `token` where it is known.
[[nodiscard]] std::unexpected<Error> token_error(const TokenReply &reply, const QString &module, const TokenUri &uri);
[[nodiscard]] std::unexpected<Error> pin_needed(const Token &token);

} // namespace espseal::pki
