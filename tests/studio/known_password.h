// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/workspace/vault_prompt.h"
#include "core/pki/key_derivation.h"

#include <QByteArray>

#include <atomic>

namespace espseal::studio {

inline constexpr const char *test_password = "staple battery horse 17";
inline const pki::KdfCosts cheap_costs = pki::Argon2Costs { .memory_kib = 8, .passes = 1, .lanes = 1 };

inline SecureBytes secret(QByteArray text)
{
    return SecureBytes::take(text);
}

// Answers every question with the same password, and counts them.
struct KnownPassword final : VaultPrompt {
    std::atomic<int> questions = 0;

    std::optional<SecureBytes> ask(const VaultQuestion &, const std::stop_token &) override
    {
        ++questions;
        return secret(test_password);
    }
};

} // namespace espseal::studio
