// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/base/secure_bytes.h"

#include <QMetaType>
#include <QString>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>

namespace espseal::studio {

struct VaultQuestion {
    enum class Kind {
        choose, // the first password, for a vault that is not there yet
        unlock,
        confirm, // the password as it is, by someone who wants another one
        replace, // the other one
        pin, // of a PKCS#11 token
    };
    Kind kind = Kind::unlock;
    QString purpose; // what wants a key: a job's title
    std::optional<Error> problem; // with the answer before
    QString token {}; // whose PIN
};

// Somebody who knows the password of the workspace's vault, and the PINs of tokens. Called from working threads, through a PromptTurn.
class VaultPrompt {
public:
    VaultPrompt() = default;
    VaultPrompt(const VaultPrompt &) = delete;
    VaultPrompt &operator=(const VaultPrompt &) = delete;
    virtual ~VaultPrompt() = default;

    // Blocks until there is an answer. Nothing: the user gave up, or the work was stopped.
    [[nodiscard]] virtual std::optional<SecureBytes> ask(const VaultQuestion &question, const std::stop_token &stop) = 0;
    // The last answer was right, or no further one is wanted.
    virtual void settled() { }

private:
    friend class PromptTurn;
    std::mutex mutex_;
    std::condition_variable_any free_;
    bool taken_ = false; // behind `mutex_`
};

// Questions that belong together, such as the same one again after a wrong answer. Nobody else asks meanwhile.
class PromptTurn {
public:
    // Waits until nobody else asks, or `stop`.
    PromptTurn(VaultPrompt &prompt, const std::stop_token &stop);
    PromptTurn(const PromptTurn &) = delete;
    PromptTurn &operator=(const PromptTurn &) = delete;
    ~PromptTurn(); // settled

    // Nothing: the user gave up, or the work was stopped.
    [[nodiscard]] std::optional<SecureBytes> ask(const VaultQuestion &question);

private:
    VaultPrompt &prompt_;
    std::stop_token stop_;
    bool mine_ = false;
};

} // namespace espseal::studio

Q_DECLARE_METATYPE(espseal::studio::VaultQuestion)
