// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include "app/studio/workspace/vault_prompt.h"

#include <condition_variable>
#include <mutex>

namespace espseal::studio {

// Carries questions for the password from working threads to whoever draws, and the answers back. No password passes through a signal.
class PasswordDesk final : public QObject, public VaultPrompt {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] std::optional<SecureBytes> ask(const VaultQuestion &question, const std::stop_token &stop) override;
    void settled() override;

    // From the GUI's thread, while a question is open.
    void answer(SecureBytes password);
    void give_up();

Q_SIGNALS:
    void asked(const espseal::studio::VaultQuestion &question);
    void closed(); // no question is open any more

private:
    std::mutex mutex_;
    std::condition_variable_any answered_;
    bool waiting_ = false;
    std::optional<SecureBytes> answer_;
};

} // namespace espseal::studio
