// SPDX-License-Identifier: Apache-2.0
#include "app/studio/workspace/key_location.h"

#include "core/base/files.h"
#include "core/pki/credential_file.h"
#include "core/pki/key_store.h"

#include <QCoreApplication>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Workspace", text);
}

KeyLocation in_file(const QString &path)
{
    KeyLocation place { .kind = KeyLocation::Kind::file };
    const Result<pki::PrivateKey> key = read_key_file(path);
    place.plain = key.has_value();
    if (!key) {
        place.problem = key.error();
        return place;
    }
    place.id = pki::key_id(*key);
    place.key = key->kind();
    return place;
}

KeyLocation in_vault(const QDir &folder, const QString &file)
{
    KeyLocation place { .kind = KeyLocation::Kind::vault };
    const Result<QByteArray> bytes = read_file(folder.filePath(file), pki::credential_file_limit);
    const Result<pki::PublicHalf> half = bytes.and_then([&](const QByteArray &pem) {
        return pki::read_public_half({ reinterpret_cast<const std::uint8_t *>(pem.constData()), static_cast<std::size_t>(pem.size()) }, file);
    });
    if (!half) {
        place.problem = half.error();
        return place;
    }
    place.id = half->id;
    place.key = half->kind;
    if (!pki::KeyStore::is_there(folder.filePath(pki::vault_file_name)))
        place.problem = Error { ErrorKind::bad_input, u"key-vault-missing"_s, tr("The key belongs into %1, which is not here.").arg(pki::vault_file_name),
            tr("Put the file back from a copy."), {} };
    return place;
}

} // namespace

Result<pki::PrivateKey> read_key_file(const QString &path)
{
    return read_secret_file(path, pki::credential_file_limit).and_then([&](const SecureBytes &bytes) {
        return pki::read_private_key(bytes.view(), QFileInfo(path).fileName());
    });
}

void overwrite_key_file(const QString &path)
{
    QFile file(path);
    if (!file.exists() || !file.open(QIODevice::ReadWrite))
        return;
    file.write(QByteArray(static_cast<qsizetype>(file.size()), '\0'));
    file.flush();
}

KeyLocation find_key(const QDir &folder, const QString &name)
{
    if (const QString file = folder.filePath(name + u".key"_s); QFileInfo::exists(file))
        return in_file(file);
    if (const QString file = name + u".pub"_s; QFileInfo::exists(folder.filePath(file)))
        return in_vault(folder, file);
    return {};
}

QStringList stored_key_names(const QDir &folder)
{
    QStringList names;
    for (const QString &file : folder.entryList({ u"*.key"_s, u"*.pub"_s }, QDir::Files, QDir::Name))
        if (const QString name = QFileInfo(file).completeBaseName(); !names.contains(name))
            names.append(name);
    return names;
}

} // namespace espseal::studio
