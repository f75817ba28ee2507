// SPDX-License-Identifier: Apache-2.0
#include "core/pki/key_files.h"

#include "core/pki/credential_file.h"
#include "core/pki/messages.h"

#include <QFile>
#include <QFileInfo>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

std::unexpected<Error> exists(const QString &name, const QString &where)
{
    return bad_input(u"secret-exists"_s, Messages::tr("There is a “%1” in %2 already.").arg(name, where), Messages::tr("Choose another name."));
}

Result<void> take(KeyFiles &files, const QString &path, const CredentialFile &file)
{
    if (file.keys.isEmpty())
        return bad_input(u"no-key"_s, Messages::tr("There is no private key in %1.").arg(path), Messages::tr("Give a file with a private key."));
    const bool is_vault = file.format == CredentialFormat::vault;
    if (file.keys.size() > 1 && !is_vault)
        return bad_input(u"several-keys"_s, Messages::tr("There is more than one private key in %1.").arg(path),
            Messages::tr("Give each key in a file of its own: its name is the key's name."));
    for (qsizetype i = 0; i < file.keys.size(); ++i)
        files.keys.append({ is_vault ? file.key_names[i] : QFileInfo(path).completeBaseName(), file.keys[i] });
    files.paths << path;
    if (file.has_plain_keys)
        files.plain << path;
    if (is_vault || QFileInfo(path).isSymLink() || !file.certificates.isEmpty() || !file.requests.isEmpty() || !file.crls.isEmpty())
        files.kept << path;
    return {};
}

} // namespace

Result<KeyFiles> read_key_files(const QStringList &paths, const PasswordPrompt &prompt)
{
    KeyFiles files;
    for (const QString &path : paths) {
        const auto taken = read_credential_file(path, prompt).and_then([&](const CredentialFile &file) { return take(files, path, file); });
        if (!taken)
            return failure(taken.error());
    }
    QSet<QString> names;
    for (const StoredKey &stored : std::as_const(files.keys)) {
        if (names.contains(stored.name))
            return exists(stored.name, Messages::tr("the files"));
        names.insert(stored.name);
    }
    return files;
}

Result<int> store_keys(KeyStore &store, const QList<StoredKey> &keys, bool replace)
{
    QList<StoredKey> missing;
    for (const StoredKey &stored : keys) {
        if (store.contains(stored.name)) {
            const auto there = store.key(stored.name);
            if (there && is_same_secret(*there, stored.key))
                continue;
            if (!replace)
                return exists(stored.name, store.path());
        }
        missing.append(stored);
    }
    const int count = static_cast<int>(missing.size());
    return count == 0 ? Result<int>(0) : store.put(missing).transform([&] { return count; });
}

Result<void> remove_key_files(const KeyFiles &files, const QString &vault, const SecureBytes &password)
{
    if (!files.kept.isEmpty())
        return bad_input(u"file-kept"_s, Messages::tr("%1 holds something besides its key, or is a link or a vault.").arg(files.kept.first()),
            Messages::tr("It cannot be deleted for its key; add it without moving it."));
    const auto store = KeyStore::open(vault, password);
    if (!store)
        return failure(store.error());
    const bool has_all = std::ranges::all_of(files.keys, [&](const StoredKey &stored) {
        const auto key = store->key(stored.name);
        return key && is_same_secret(*key, stored.key);
    });
    if (!has_all)
        return failed(u"vault-unverified"_s, Messages::tr("%1 does not hold what was just written to it.").arg(vault),
            Messages::tr("Check the disk; no key file was deleted."));
    QStringList left = files.paths;
    left.removeIf([](const QString &path) { return QFile::remove(path); });
    if (!left.isEmpty())
        return failed(u"file-not-removed"_s, Messages::tr("The keys are in %1, but these files could not be deleted: %2.").arg(vault, left.join(u", "_s)),
            Messages::tr("Delete them yourself, or check the folder's permissions and try again."));
    return {};
}

} // namespace espseal::pki
