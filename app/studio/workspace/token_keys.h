// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/workspace/vault_prompt.h"
#include "core/base/progress.h"
#include "core/pki/token_signer.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>

namespace espseal::studio {

struct KeyErrand;

// Keys on PKCS#11 tokens. A token whose PIN was given stays logged in until lock(), or until it fails: it signs without asking again. Calls block on the
// token and on the user: from jobs only, any number of them.
class TokenKeys final {
public:
    // `changed`: is_open() is another; from any thread. `prompt` must outlive this.
    TokenKeys(VaultPrompt &prompt, std::function<void()> changed);
    // The user has chosen this module. Those that only a workspace's files name are not loaded: they are somebody else's programs.
    void trust(const QString &module);
    // Another espseal-signer than the one beside this program. Before the first call.
    void use_program(const QString &signer) { program_ = signer; }
    ~TokenKeys();
    TokenKeys(const TokenKeys &) = delete;
    TokenKeys &operator=(const TokenKeys &) = delete;

    [[nodiscard]] bool is_open() const { return is_open_; }
    // Signs for this errand: its stop ends the wait for the token. Errors: "keys-locked" for those that may not ask, "token-module-unknown"
    // (nobody has chosen it), cancelled, those of TokenSigner.
    [[nodiscard]] Result<std::shared_ptr<const pki::Signer>> signer(const pki::TokenLocation &location, const KeyErrand &errand);
    struct Made {
        std::shared_ptr<const pki::Signer> signer;
        pki::TokenLocation location; // exactly this key
    };
    // A new key on the token. Errors: those of TokenSigner::generate().
    [[nodiscard]] Result<Made> generate(const pki::TokenLocation &location, const pki::KeySpec &spec, const KeyErrand &errand);
    // The key that `location` names. Errors: those of TokenSigner::open().
    [[nodiscard]] Result<Made> find(const pki::TokenLocation &location, const KeyErrand &errand);
    // The tokens that the module sees. With `log_in`, also the keys that only who knows the PIN sees, on those that the location's URI matches.
    [[nodiscard]] Result<QList<pki::Token>> list(const pki::TokenLocation &location, bool log_in, const KeyErrand &errand);
    // Logs out of all.
    void lock();

private:
    struct Login;
    class ErrandSigner;
    using Open = std::function<Result<std::unique_ptr<pki::TokenSigner>>(const pki::TokenAccess &access)>;

    [[nodiscard]] bool is_trusted(const QString &module);
    [[nodiscard]] std::shared_ptr<Login> logged_in(const pki::TokenLocation &location);
    [[nodiscard]] Result<std::shared_ptr<Login>> log_in(PromptTurn &turn, const Open &open, const KeyErrand &errand);
    [[nodiscard]] Result<Made> log_in_once(const Open &open, const KeyErrand &errand);

    VaultPrompt &prompt_;
    std::function<void()> changed_;
    QString program_;
    std::atomic<bool> is_open_ = false;
    std::mutex mutex_;
    std::map<std::pair<QString, QString>, std::shared_ptr<Login>> logins_; // by module and URI; behind `mutex_`
    QStringList trusted_; // behind `mutex_`
};

} // namespace espseal::studio
