// SPDX-License-Identifier: Apache-2.0
#include "app/studio/workspace/key_folder.h"

#include "app/studio/workspace/bin.h"
#include "app/studio/workspace/key_location.h"

#include <QCoreApplication>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Workspace", text);
}

std::unexpected<Error> key_missing(const QString &name)
{
    return bad_input(u"key-missing"_s, tr("The key of %1 is not in %2.").arg(name, pki::vault_file_name),
        tr("Put an earlier copy of %1 back, or import the key again.").arg(pki::vault_file_name));
}

} // namespace

KeyFolder::KeyFolder(WorkspaceKeys &keys, const Job &job, const QString &purpose, Asking asking)
    : keys_(&keys)
    , errand_ { .job = job, .purpose = purpose, .may_ask = asking == Asking::allowed }
{
}

Result<pki::PrivateKey> KeyFolder::key(const QString &name) const
{
    const QDir folder(path());
    const KeyLocation place = find_key(folder, name);
    if (place.kind == KeyLocation::Kind::none && folder.exists(name + QLatin1StringView(token_ending)))
        return bad_input(u"key-on-token"_s, tr("The key of %1 is on a token, which does not give it away.").arg(name), tr("Use it where it is."));
    if (place.kind != KeyLocation::Kind::vault)
        return read_key_file(folder.filePath(name + u".key"_s));
    if (place.problem)
        return failure(*place.problem);
    std::optional<pki::PrivateKey> found;
    return with_store([&](const pki::KeyStore &store) -> Result<void> {
        const QString id = store.contains(place.id) ? place.id : name;
        if (!store.contains(id))
            return key_missing(name);
        return store.key(id).transform([&](pki::PrivateKey key) { found = std::move(key); });
    }).transform([&] { return found.value(); });
}

Result<std::shared_ptr<const pki::Signer>> KeyFolder::signer(const QString &name) const
{
    const QString token = QDir(path()).filePath(name + QLatin1StringView(token_ending));
    if (find_key(QDir(path()), name).kind == KeyLocation::Kind::none && QFileInfo::exists(token))
        return pki::read_token_file(token).and_then([&](const pki::TokenLocation &location) { return keys_->tokens().signer(location, errand_); });
    return key(name).transform([](pki::PrivateKey key) -> std::shared_ptr<const pki::Signer> { return std::make_shared<pki::KeySigner>(std::move(key)); });
}

Result<TokenKeys::Made> KeyFolder::make_token_key(const pki::TokenLocation &location, const pki::KeySpec &spec) const
{
    return keys_->tokens().generate(location, spec, errand_);
}

Result<TokenKeys::Made> KeyFolder::find_token_key(const pki::TokenLocation &location) const
{
    return keys_->tokens().find(location, errand_);
}

Result<pki::Identity> KeyFolder::identity(const QString &name) const
{
    const KeyLocation place = find_key(QDir(path()), name);
    if (place.kind != KeyLocation::Kind::vault)
        return provision::CredentialFolder(path()).identity(name);
    if (place.problem)
        return failure(*place.problem);
    std::optional<pki::Identity> found;
    return with_store([&](const pki::KeyStore &store) -> Result<void> {
        if (!store.contains(place.id) && !store.contains(name))
            return key_missing(name);
        return provision::CredentialVault(path(), store).identity(name).transform([&](pki::Identity identity) { found = std::move(identity); });
    }).transform([&] { return found.value(); });
}

Result<QStringList> KeyFolder::keep(const QList<pki::PrivateKey> &keys) const
{
    QStringList fresh;
    return with_store([&](pki::KeyStore &store) -> Result<void> {
        fresh.clear();
        QList<pki::StoredKey> wanted;
        for (const pki::PrivateKey &key : keys)
            if (const QString id = pki::key_id(key); !store.contains(id) && !fresh.contains(id)) {
                fresh.append(id);
                wanted.append({ id, key });
            }
        return wanted.isEmpty() ? Result<void>() : store.add(wanted);
    }).transform([&] { return fresh; });
}

Result<void> KeyFolder::forget(const QStringList &ids) const
{
    return with_store([&](pki::KeyStore &store) -> Result<void> {
        QStringList there;
        for (const QString &name : store.names()) {
            const Result<pki::PrivateKey> key = pki::is_key_id(name) ? key_missing(name) : store.key(name); // called by name: look at the key itself
            if (ids.contains(name) || (key && ids.contains(pki::key_id(*key))))
                there.append(name);
        }
        return there.isEmpty() ? Result<void>() : store.remove(there);
    });
}

Result<void> commit_with_keys(pki::StagedFolder &stage, const QList<NamedKey> &keys, const KeyFolder &folder, pki::Overwrite overwrite)
{
    QList<pki::PrivateKey> wanted;
    wanted.reserve(keys.size());
    for (const NamedKey &named : keys) {
        const Result<void> added = pki::public_pem(named.key).and_then([&](const QByteArray &pem) { return stage.add(named.name + u".pub"_s, pem); });
        if (!added)
            return added;
        wanted.append(named.key);
    }
    if (wanted.isEmpty())
        return stage.commit(overwrite);
    const Result<QStringList> fresh = folder.keep(wanted);
    if (!fresh)
        return failure(fresh.error());
    const Result<void> done = stage.commit(overwrite);
    if (!done) {
        // A key without files harms nobody; the first error is the one to tell.
        [[maybe_unused]] const Result<void> gone = folder.forget(*fresh);
    }
    return done;
}

Result<QList<pki::Certificate>> WorkspaceCredentials::cas(const QString &name) const
{
    return provision::CredentialFolder(folder_.path()).cas(name);
}

} // namespace espseal::studio
