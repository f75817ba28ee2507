// SPDX-License-Identifier: Apache-2.0
#include "app/studio/workspace/workspace_content.h"

#include "app/studio/workspace/key_location.h"
#include "app/studio/workspace/key_migration.h"
#include "core/base/files.h"
#include "core/pki/credential_file.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QList<StoredKey> lonely_keys(const QString &folder)
{
    const QDir dir(folder);
    QList<StoredKey> keys;
    for (const QString &name : stored_key_names(dir)) {
        if (QFileInfo::exists(dir.filePath(name + u".crt"_s)) || QFileInfo::exists(dir.filePath(name + u".csr"_s)))
            continue;
        const KeyLocation place = find_key(dir, name);
        keys.append({ name, place.key, place.id, place.problem });
    }
    return keys;
}

// Requests whose certificate has come are answered; the file is kept for a renewal, the list does not show it.
QList<StoredRequest> open_requests(const QString &folder)
{
    const QDir dir(folder);
    QList<StoredRequest> requests;
    for (const QString &file : dir.entryList({ u"*.csr"_s }, QDir::Files, QDir::Name)) {
        const QString name = QFileInfo(file).completeBaseName();
        const Result<QByteArray> bytes = read_file(dir.filePath(file), pki::credential_file_limit);
        if (!bytes || QFileInfo::exists(dir.filePath(name + u".crt"_s)))
            continue;
        const Result<QList<pki::CertificateRequest>> read
            = pki::read_requests({ reinterpret_cast<const std::uint8_t *>(bytes->constData()), static_cast<std::size_t>(bytes->size()) }, file);
        if (!read || read->isEmpty())
            continue;
        const KeyLocation key = find_key(dir, name);
        requests.append({ name, read->constFirst(), key.kind != KeyLocation::Kind::none, key.id });
    }
    return requests;
}

} // namespace

Result<WorkspaceContent> read_workspace(const QString &folder, const WorkspaceContent &known)
{
    Result<QList<StoredCredential>> credentials = load_credentials(folder, known.credentials);
    if (!credentials)
        return failure(credentials.error());
    WorkspaceContent content;
    content.credentials = *std::move(credentials);
    content.requests = open_requests(folder);
    content.keys = lonely_keys(folder);
    content.bin = read_bin(folder);
    content.has_vault = pki::KeyStore::is_there(QDir(folder).filePath(pki::vault_file_name));
    content.plain_keys = plain_keys(folder).size();
    return content;
}

} // namespace espseal::studio
