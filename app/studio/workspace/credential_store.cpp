// SPDX-License-Identifier: Apache-2.0
#include "app/studio/workspace/credential_store.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "core/base/files.h"
#include "core/pki/credential_file.h"
#include "core/pki/staged_folder.h"
#include "core/provision/credentials.h"

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Workspace", text);
}

std::optional<Error> key_problem(const pki::Certificate &certificate, const QString &key_file)
{
    Result<QByteArray> bytes = read_file(key_file, pki::credential_file_limit);
    if (!bytes)
        return bytes.error();
    const SecureBytes secret = SecureBytes::take(*bytes);
    const Result<pki::PrivateKey> key = pki::read_private_key(secret.view(), QFileInfo(key_file).fileName());
    if (!key)
        return key.error();
    if (!certificate.matches(*key))
        return Error { ErrorKind::bad_input, u"key-mismatch"_s, tr("The key file %1 belongs to another certificate.").arg(QFileInfo(key_file).fileName()),
            tr("Put the matching key in its place, or remove it."), {} };
    return std::nullopt;
}

std::optional<StoredCredential> read_entry(const QDir &folder, const QString &name)
{
    const Result<pki::CredentialFile> file = pki::read_credential_file(folder.filePath(name + u".crt"_s));
    if (!file || file->certificates.isEmpty())
        return std::nullopt;
    StoredCredential entry { .name = name, .certificate = file->certificates.constFirst(), .chain = file->certificates.mid(1) };
    const QString key_file = folder.filePath(name + u".key"_s);
    entry.has_key = QFileInfo::exists(key_file);
    if (entry.has_key)
        entry.key_problem = key_problem(entry.certificate, key_file);
    return entry;
}

QString free_file_name(const QDir &folder, const QString &wanted, const QStringList &taken)
{
    QString name = wanted;
    for (int n = 2; taken.contains(name) || QFileInfo::exists(folder.filePath(name + u".crt"_s)) || QFileInfo::exists(folder.filePath(name + u".key"_s)); ++n)
        name = u"%1-%2"_s.arg(wanted).arg(n);
    return name;
}

QByteArray pem_of(const NewCredential &credential)
{
    QByteArray pem = credential.certificate.pem();
    for (const pki::Certificate &next : credential.chain)
        pem += next.pem();
    return pem;
}

} // namespace

QString file_name_of(const QString &display_name)
{
    QString name;
    for (const QChar c : display_name.normalized(QString::NormalizationForm_KD).toLower()) {
        if ((c >= u'a' && c <= u'z') || c.isDigit() || c == u'.')
            name += c;
        else if (!c.isMark() && !name.endsWith(u'-') && !name.isEmpty())
            name += u'-';
    }
    while (name.endsWith(u'-') || name.endsWith(u'.'))
        name.chop(1);
    while (name.startsWith(u'.') || name.startsWith(u'-'))
        name.remove(0, 1);
    return name.isEmpty() ? u"certificate"_s : name.left(60);
}

Result<QList<StoredCredential>> load_credentials(const QString &folder)
{
    if (const Result<void> made = make_folder(folder); !made)
        return failure(made.error());
    const QDir dir(folder);
    QList<StoredCredential> entries;
    for (const QString &file : dir.entryList({ u"*.crt"_s }, QDir::Files, QDir::Name))
        if (std::optional<StoredCredential> entry = read_entry(dir, QFileInfo(file).completeBaseName()))
            entries.append(*std::move(entry));
    return entries;
}

Result<QStringList> add_credentials(const QString &folder, const QList<NewCredential> &credentials)
{
    Result<pki::StagedFolder> stage = pki::StagedFolder::beside(folder);
    if (!stage)
        return failure(stage.error());
    QStringList names;
    for (const NewCredential &credential : credentials) {
        const QString name = free_file_name(QDir(folder), file_name_of(credential.name), names);
        names.append(name);
        if (const Result<void> added = stage->add(name + u".crt"_s, pem_of(credential)); !added)
            return failure(added.error());
        if (!credential.key)
            continue;
        const Result<SecureBytes> key = credential.key->to_pem();
        if (!key)
            return failure(key.error());
        if (const Result<void> added = stage->add(name + u".key"_s, key->view(), FileMode::secret); !added)
            return failure(added.error());
    }
    if (const Result<void> done = stage->commit(pki::Overwrite::no); !done)
        return failure(done.error());
    return names;
}

Result<void> remove_credential(const QString &folder, const QString &name)
{
    const QDir dir(folder);
    if (const Result<void> made = make_folder(dir.filePath(u"bin"_s)); !made)
        return made;
    const QString stamp = QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-HHmmss"_s);
    for (const QString &ending : { u".crt"_s, u".key"_s }) {
        const QString from = dir.filePath(name + ending);
        if (QFileInfo::exists(from) && !QFile::rename(from, dir.filePath(u"bin/%1.%2%3"_s.arg(name, stamp, ending))))
            return failed(u"bin-move-failed"_s, tr("%1 could not be moved to the workspace's bin.").arg(QFileInfo(from).fileName()),
                tr("Check that you may write to %1.").arg(folder));
    }
    return {};
}

Result<pki::Identity> load_identity(const QString &folder, const QString &name)
{
    return provision::CredentialFolder(folder).identity(name);
}

} // namespace espseal::studio
