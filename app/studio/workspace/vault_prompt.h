// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/base/secure_bytes.h"

#include <QMetaType>

#include <optional>
#include <stop_token>

namespace espseal::studio {

struct VaultQuestion {
    enum class Kind {
        choose, // the first password, for a vault that is not there yet
        unlock,
        confirm, // the password as it is, by someone who wants another one
        replace, // the other one
    };
    Kind kind = Kind::unlock;
    QString purpose; // what wants a key: a job's title
    std::optional<Error> problem; // with the answer before
};

// Somebody who knows the password of the workspace's vault. Called from working threads, one question at a time.
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
};

} // namespace espseal::studio

Q_DECLARE_METATYPE(espseal::studio::VaultQuestion)
