// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/workspace/workspace_keys.h"
#include "core/pki/identity.h"
#include "core/pki/staged_folder.h"
#include "core/provision/credentials.h"

namespace espseal::studio {

enum class Asking { allowed, never };

// The workspace's folder as one piece of work sees it: files, and keys that may have to be unlocked first. A value; `keys` must outlive it.
class KeyFolder {
public:
    KeyFolder(WorkspaceKeys &keys, const Job &job, const QString &purpose = {}, Asking asking = Asking::allowed);

    [[nodiscard]] const QString &path() const { return keys_->folder(); }
    [[nodiscard]] bool is_open() const { return keys_->is_open(); }
    // Asks for the password now, before work that would be in vain without.
    [[nodiscard]] Result<void> open() const { return keys_->open(errand_); }

    // The key NAME.key, or the vault's whose public half is NAME.pub. Errors: those of reading, "key-missing" (the vault has not got it), "keys-locked",
    // "key-on-token".
    [[nodiscard]] Result<pki::PrivateKey> key(const QString &name) const;
    // Signs with the key of NAME, here or on a token. Errors: those of key(), those of the token.
    [[nodiscard]] Result<std::shared_ptr<const pki::Signer>> signer(const QString &name) const;
    [[nodiscard]] Result<TokenKeys::Made> make_token_key(const pki::TokenLocation &location, const pki::KeySpec &spec) const;
    [[nodiscard]] Result<TokenKeys::Made> find_token_key(const pki::TokenLocation &location) const;
    // NAME.crt with its chain and its key.
    [[nodiscard]] Result<pki::Identity> identity(const QString &name) const;

    // Puts the keys that are not in the vault into it. Returns their ids.
    [[nodiscard]] Result<QStringList> keep(const QList<pki::PrivateKey> &keys) const;
    [[nodiscard]] Result<void> forget(const QStringList &ids) const;
    [[nodiscard]] Result<void> with_store(const WorkspaceKeys::Use &use) const { return keys_->with_store(errand_, use); }
    [[nodiscard]] Result<void> read_back(const std::function<Result<void>(const pki::KeyStore &store)> &look) const { return keys_->read_back(look); }

private:
    WorkspaceKeys *keys_;
    KeyErrand errand_;
};

// A key that is to be known as NAME.
struct NamedKey {
    QString name;
    pki::PrivateKey key;
};

// Commits files with their keys: the keys into the vault, their public halves beside the files. All or none.
[[nodiscard]] Result<void> commit_with_keys(
    pki::StagedFolder &stage, const QList<NamedKey> &keys, const KeyFolder &folder, pki::Overwrite overwrite = pki::Overwrite::no);

// What a plan's regions name, out of the workspace.
class WorkspaceCredentials final : public provision::CredentialSource {
public:
    explicit WorkspaceCredentials(KeyFolder folder)
        : folder_(std::move(folder))
    {
    }
    [[nodiscard]] Result<QList<pki::Certificate>> cas(const QString &name) const override;
    [[nodiscard]] Result<pki::Identity> identity(const QString &name) const override { return folder_.identity(name); }

private:
    KeyFolder folder_;
};

} // namespace espseal::studio
