// SPDX-License-Identifier: Apache-2.0
#include "app/studio/workspace/key_migration.h"

#include "app/studio/workspace/key_location.h"
#include "core/base/files.h"

#include <QCoreApplication>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Workspace", text);
}

QString stem_of(const QString &folder, const QString &path)
{
    return QDir(folder).relativeFilePath(path).chopped(4); // ".key"
}

// From the file, not from what is in memory.
Result<void> read_back(const KeyFolder &folder, const QList<NamedKey> &keys)
{
    return folder.read_back([&](const pki::KeyStore &store) -> Result<void> {
        for (const NamedKey &named : keys) {
            const Result<pki::PrivateKey> stored = store.key(pki::key_id(named.key));
            if (!stored || !pki::is_same_secret(*stored, named.key))
                return failed(u"vault-read-back"_s, tr("%1 could not be read back from %2.").arg(named.name, pki::vault_file_name),
                    tr("The key files are as they were; check the disk and try again."));
        }
        return {};
    });
}

} // namespace

Result<void> mark_named_keys(const KeyFolder &folder)
{
    if (!folder.is_open())
        return {};
    const QDir dir(folder.path());
    return folder.with_store([&](const pki::KeyStore &store) -> Result<void> {
        for (const QString &name : store.names()) {
            const bool is_file_name = QFileInfo(name).fileName() == name && !name.startsWith(u'.');
            if (pki::is_key_id(name) || !is_file_name || find_key(dir, name).kind != KeyLocation::Kind::none)
                continue;
            const Result<void> marked
                = store.key(name).and_then(pki::public_pem).and_then([&](const QByteArray &pem) { return write_file(dir.filePath(name + u".pub"_s), pem); });
            if (!marked)
                return marked;
        }
        return {};
    });
}

QStringList plain_keys(const QString &folder)
{
    QStringList paths;
    for (const QDir &dir : { QDir(folder), QDir(folder + u"/bin"_s) })
        for (const QFileInfo &file : dir.entryInfoList({ u"*.key"_s }, QDir::Files, QDir::Name))
            if (read_key_file(file.filePath()))
                paths.append(file.filePath());
    return paths;
}

Result<QStringList> encrypt_plain_keys(const KeyFolder &folder)
{
    Result<pki::StagedFolder> stage = pki::StagedFolder::beside(folder.path());
    if (!stage)
        return failure(stage.error());
    const QStringList paths = plain_keys(folder.path());
    QList<NamedKey> keys;
    for (const QString &path : paths) {
        Result<pki::PrivateKey> key = read_key_file(path);
        if (!key)
            return failure(key.error());
        keys.append({ stem_of(folder.path(), path), *std::move(key) });
    }
    const Result<void> stored = commit_with_keys(*stage, keys, folder, pki::Overwrite::yes).and_then([&] { return read_back(folder, keys); });
    if (!stored)
        return failure(stored.error());
    for (const QString &path : paths) {
        overwrite_key_file(path);
        if (!QFile::remove(path))
            return failed(u"key-file-kept"_s, tr("%1 is in the vault, but the file could not be deleted.").arg(QFileInfo(path).fileName()),
                tr("Delete it yourself."), path);
    }
    QStringList names;
    for (const NamedKey &named : keys)
        if (!named.name.contains(u'/'))
            names.append(named.name);
    return names;
}

} // namespace espseal::studio
