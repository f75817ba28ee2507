// SPDX-License-Identifier: Apache-2.0
#include "app/studio/keys/key_control.h"

#include "app/studio/studio.h"
#include "app/studio/workspace/key_migration.h"

using namespace Qt::StringLiterals;

namespace espseal::studio {

KeyControl::KeyControl(Studio &studio, QObject *parent)
    : QObject(parent)
    , studio_(studio)
{
    ActionRegistry &actions = studio.actions;
    actions.on(action::keys_unlock, this, [this] { unlock(); });
    actions.on(action::keys_lock, this, [this] { lock(); });
    actions.on(action::keys_password, this, [this] { change_password(); });
    actions.on(action::keys_encrypt, this, [this] { encrypt_plain_keys(); });
    connect(&studio.workspace, &Workspace::changed, this, &KeyControl::follow);
    connect(&studio.keys, &WorkspaceKeys::state_changed, this, &KeyControl::follow, Qt::QueuedConnection);
    follow();
}

void KeyControl::unlock()
{
    const QString title = tr("Unlock the keys");
    studio_.jobs.start<bool>(
        title, [title, &keys = studio_.keys](const Job &job) { return keys.open({ .job = job, .purpose = {} }).transform([] { return true; }); }, this,
        [this](const Result<bool> &done) {
            if (!done)
                studio_.notify(done.error());
        });
}

// A job, because a file may just be written: the GUI does not wait for that.
void KeyControl::lock()
{
    studio_.jobs.start<bool>(
        tr("Lock the keys"),
        [&keys = studio_.keys](const Job &) {
            keys.lock();
            return Result<bool>(true);
        },
        this, {}, JobStyle::quiet);
}

void KeyControl::change_password()
{
    const QString title = tr("Change the keys' password");
    studio_.jobs.start<bool>(
        title, [title, &keys = studio_.keys](const Job &job) { return keys.change_password({ .job = job, .purpose = title }).transform([] { return true; }); },
        this,
        [this](const Result<bool> &done) {
            if (!done)
                return studio_.notify(done.error());
            studio_.notify(Notice {
                Tone::good, tr("The keys have a new password. Copies of %1 still open with the old one.").arg(pki::vault_file_name), {}, u"keys-password"_s });
        });
}

void KeyControl::encrypt_plain_keys()
{
    studio_.workspace.run(
        tr("Encrypt plain keys"), [](const KeyFolder &folder, const Job &) { return studio::encrypt_plain_keys(folder); }, this,
        [this](const Result<QStringList> &done) {
            if (!done)
                studio_.notify(done.error());
        });
}

void KeyControl::follow()
{
    ActionRegistry &actions = studio_.actions;
    const WorkspaceContent &content = studio_.workspace.content();
    const bool open = studio_.keys.is_open();
    const bool there = content.has_vault || open;
    const QString none = tr("There are no encrypted keys yet.");
    actions.set_enabled(action::keys_unlock, there && !open, there ? tr("The keys are unlocked.") : none);
    actions.set_enabled(action::keys_lock, open || studio_.keys.tokens().is_open(), there ? tr("The keys are locked.") : none);
    actions.set_enabled(action::keys_password, there, none);
    actions.set_enabled(action::keys_encrypt, content.plain_keys > 0, tr("No key lies here as a plain file."));
}

} // namespace espseal::studio
