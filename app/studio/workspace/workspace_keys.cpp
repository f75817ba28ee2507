// SPDX-License-Identifier: Apache-2.0
#include "app/studio/workspace/workspace_keys.h"

#include "core/base/files.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include <utility>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

using Kind = VaultQuestion::Kind;

bool may_try_again(const Error &error)
{
    return error.code == "wrong-password"_L1 || error.code == "password-empty"_L1 || error.code == "file-exists"_L1;
}

QString stamp_of(const QString &path)
{
    const QFileInfo file(path);
    return u"%1.%2"_s.arg(file.lastModified().toMSecsSinceEpoch()).arg(file.size());
}

} // namespace

std::unexpected<Error> keys_locked()
{
    return bad_input(keys_locked_code, WorkspaceKeys::tr("The keys are locked."), WorkspaceKeys::tr("Unlock them with their password."));
}

WorkspaceKeys::WorkspaceKeys(const QString &folder, VaultPrompt &prompt, const pki::KdfCosts &costs, QObject *parent)
    : QObject(parent)
    , folder_(folder)
    , prompt_(prompt)
    , tokens_(prompt, [this] { Q_EMIT state_changed(); })
    , costs_(costs)
{
}

WorkspaceKeys::~WorkspaceKeys() = default;

QString WorkspaceKeys::path() const
{
    return QDir(folder_).filePath(pki::vault_file_name);
}

bool WorkspaceKeys::is_there() const
{
    return pki::KeyStore::is_there(path());
}

Result<void> WorkspaceKeys::open(const KeyErrand &errand)
{
    return with_store(errand, [](pki::KeyStore &) { return Result<void>(); });
}

Result<void> WorkspaceKeys::with_store(const KeyErrand &errand, const Use &use)
{
    Lock lock(mutex_);
    do {
        if (const Result<void> opened = make_open(lock, errand); !opened)
            return opened;
        if (const Result<void> followed = follow_file(); !followed)
            return followed;
    } while (!opened_); // its password is another one now
    Result<void> done = use(opened_->store);
    if (!done && done.error().code == "vault-changed"_L1)
        done = reopen().and_then([&] { return opened_ ? use(opened_->store) : keys_locked(); });
    seen_ = stamp_of(path());
    return done;
}

Result<void> WorkspaceKeys::read_back(const std::function<Result<void>(const pki::KeyStore &store)> &look)
{
    const Lock lock(mutex_);
    return opened_ ? pki::KeyStore::open(path(), opened_->password, costs_).and_then(look) : keys_locked();
}

// One question at a time: who comes second finds the vault open, or asks again.
Result<void> WorkspaceKeys::make_open(Lock &lock, const KeyErrand &errand)
{
    if (!errand.may_ask)
        return opened_ ? Result<void>() : keys_locked(); // nor wait for somebody else's answer
    if (!answered_.wait(lock, errand.job.stop, [this] { return !asking_; }))
        return cancelled(tr("It was stopped before the keys were unlocked."));
    if (opened_)
        return {};
    asking_ = true;
    lock.unlock();
    Result<Opened> opened = [&] {
        PromptTurn turn(prompt_, errand.job.stop);
        const Kind kind = is_there() ? Kind::unlock : Kind::choose;
        return ask_until_open(turn, { .kind = kind, .purpose = errand.purpose, .problem = {} });
    }();
    lock.lock();
    asking_ = false;
    answered_.notify_all();
    if (!opened)
        return failure(opened.error());
    take(*std::move(opened));
    return {};
}

Result<WorkspaceKeys::Opened> WorkspaceKeys::ask_until_open(PromptTurn &turn, VaultQuestion question)
{
    for (;;) {
        std::optional<SecureBytes> password = turn.ask(question);
        if (!password)
            return cancelled(tr("No password was given, so nothing was done."));
        if (const Result<void> made = make_folder(folder_); !made)
            return failure(made.error());
        Result<pki::KeyStore> store
            = question.kind == Kind::choose ? pki::KeyStore::create(path(), *password, costs_) : pki::KeyStore::open(path(), *password, costs_);
        if (store)
            return Opened { *std::move(store), *std::move(password) };
        if (!may_try_again(store.error()))
            return failure(store.error());
        question.problem = store.error();
        if (question.kind == Kind::choose && is_there())
            question.kind = Kind::unlock; // another program was faster
    }
}

Result<void> WorkspaceKeys::change_password(const KeyErrand &errand)
{
    Lock lock(mutex_);
    if (!answered_.wait(lock, errand.job.stop, [this] { return !asking_; }))
        return cancelled(tr("It was stopped before the password was changed."));
    asking_ = true;
    lock.unlock();
    Result<Opened> changed = [&] {
        PromptTurn turn(prompt_, errand.job.stop);
        return change_by_asking(turn, errand);
    }();
    lock.lock();
    asking_ = false;
    answered_.notify_all();
    if (!changed)
        return failure(changed.error());
    take(*std::move(changed));
    return {};
}

Result<WorkspaceKeys::Opened> WorkspaceKeys::change_by_asking(PromptTurn &turn, const KeyErrand &errand)
{
    Result<Opened> opened = ask_until_open(turn, { .kind = Kind::confirm, .purpose = errand.purpose, .problem = {} });
    VaultQuestion question { .kind = Kind::replace, .purpose = errand.purpose, .problem = {} };
    while (opened) {
        std::optional<SecureBytes> password = turn.ask(question);
        if (!password)
            return cancelled(tr("The password is the same as before."));
        const Result<void> changed = opened->store.change_password(*password, costs_);
        if (changed)
            return Opened { std::move(opened->store), *std::move(password) };
        if (!may_try_again(changed.error()))
            return failure(changed.error());
        question.problem = changed.error();
    }
    return opened;
}

void WorkspaceKeys::lock()
{
    tokens_.lock();
    const Lock lock(mutex_);
    drop();
}

// The file as another program left it. With another password the vault is locked again.
Result<void> WorkspaceKeys::reopen()
{
    Result<pki::KeyStore> store = pki::KeyStore::open(path(), opened_->password, costs_);
    if (store)
        take({ *std::move(store), std::move(opened_->password) });
    else if (store.error().code == "wrong-password"_L1)
        drop();
    else
        return failure(store.error());
    return {};
}

Result<void> WorkspaceKeys::follow_file()
{
    return seen_ == stamp_of(path()) ? Result<void>() : reopen();
}

void WorkspaceKeys::take(Opened opened)
{
    opened_ = std::move(opened);
    seen_ = stamp_of(path());
    if (!is_open_.exchange(true))
        Q_EMIT state_changed();
}

void WorkspaceKeys::drop()
{
    opened_.reset();
    if (is_open_.exchange(false))
        Q_EMIT state_changed();
}

} // namespace espseal::studio
