// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include "app/studio/workspace/token_keys.h"
#include "core/base/progress.h"
#include "core/pki/key_store.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>

namespace espseal::studio {

// On whose behalf a key is wanted.
struct KeyErrand {
    Job job; // its stop ends the wait for a password
    QString purpose; // what the question says: the job's title
    bool may_ask = true; // false: a locked vault is the error "keys-locked", not a question
};

// The vault of the workspace's keys (keys.vault in its folder): made when the first key is to be stored, opened when one is needed, open until it is locked.
// Calls block on files, on arithmetic and on the user: from jobs only, any number of them. is_open() may be asked from everywhere. Keys of the workspace's
// CAs may also be on tokens.
class WorkspaceKeys final : public QObject {
    Q_OBJECT
public:
    using Use = std::function<Result<void>(pki::KeyStore &store)>;

    // `prompt` must outlive this. `costs` are for tests.
    WorkspaceKeys(const QString &folder, VaultPrompt &prompt, const pki::KdfCosts &costs = pki::default_costs(), QObject *parent = nullptr);
    ~WorkspaceKeys() override;

    [[nodiscard]] const QString &folder() const { return folder_; }
    [[nodiscard]] QString path() const;
    [[nodiscard]] bool is_there() const; // reads the file's beginning
    [[nodiscard]] bool is_open() const { return is_open_; }
    [[nodiscard]] TokenKeys &tokens() { return tokens_; }
    [[nodiscard]] const TokenKeys &tokens() const { return tokens_; }

    // Opens the vault, or makes it, unless it is open. Errors: cancelled, "keys-locked", those of KeyStore.
    [[nodiscard]] Result<void> open(const KeyErrand &errand);
    // Runs `use` on the open store, as it is on disk now. If another program changes the vault meanwhile, it is opened again with the same password and
    // `use` runs once more.
    [[nodiscard]] Result<void> with_store(const KeyErrand &errand, const Use &use);
    // The open vault as the file has it, read anew.
    [[nodiscard]] Result<void> read_back(const std::function<Result<void>(const pki::KeyStore &store)> &look);
    // Asks for the password as it is and for the new one. Errors: "no-vault" (there is none yet), cancelled.
    [[nodiscard]] Result<void> change_password(const KeyErrand &errand);
    // Wipes the keys and the password from memory, and logs out of tokens.
    void lock();

Q_SIGNALS:
    void state_changed(); // from any thread

private:
    struct Opened {
        pki::KeyStore store;
        SecureBytes password;
    };
    using Lock = std::unique_lock<std::mutex>;

    [[nodiscard]] Result<void> make_open(Lock &lock, const KeyErrand &errand);
    [[nodiscard]] Result<Opened> ask_until_open(PromptTurn &turn, VaultQuestion question);
    [[nodiscard]] Result<Opened> change_by_asking(PromptTurn &turn, const KeyErrand &errand);
    [[nodiscard]] Result<void> reopen();
    [[nodiscard]] Result<void> follow_file();
    void take(Opened opened);
    void drop();

    QString folder_;
    VaultPrompt &prompt_;
    TokenKeys tokens_;
    pki::KdfCosts costs_;
    std::atomic<bool> is_open_ = false;

    std::mutex mutex_; // for all below; not held while the user is asked
    std::condition_variable_any answered_;
    bool asking_ = false;
    std::optional<Opened> opened_;
    QString seen_; // the file's time and size when it was last read or written
};

// Error for work that may not ask: "keys-locked".
[[nodiscard]] std::unexpected<Error> keys_locked();
inline constexpr QLatin1StringView keys_locked_code("keys-locked");

} // namespace espseal::studio
