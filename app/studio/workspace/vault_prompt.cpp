// SPDX-License-Identifier: Apache-2.0
#include "app/studio/workspace/vault_prompt.h"

namespace espseal::studio {

PromptTurn::PromptTurn(VaultPrompt &prompt, const std::stop_token &stop)
    : prompt_(prompt)
    , stop_(stop)
{
    std::unique_lock lock(prompt_.mutex_);
    mine_ = prompt_.free_.wait(lock, stop_, [this] { return !prompt_.taken_; });
    prompt_.taken_ = prompt_.taken_ || mine_;
}

PromptTurn::~PromptTurn()
{
    if (!mine_)
        return;
    prompt_.settled();
    const std::scoped_lock lock(prompt_.mutex_);
    prompt_.taken_ = false;
    prompt_.free_.notify_all();
}

std::optional<SecureBytes> PromptTurn::ask(const VaultQuestion &question)
{
    return mine_ ? prompt_.ask(question, stop_) : std::nullopt;
}

} // namespace espseal::studio
