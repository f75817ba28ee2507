// SPDX-License-Identifier: Apache-2.0
#include "app/studio/workspace/credential_store.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

#include "app/studio/workspace/bin.h"
#include "app/studio/workspace/issuer_links.h"
#include "app/studio/workspace/key_location.h"
#include "core/base/files.h"
#include "core/pki/credential_file.h"
#include "core/pki/staged_folder.h"

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Workspace", text);
}

void find_key_of(StoredCredential &entry, const QDir &folder)
{
    const KeyLocation place = find_key(folder, entry.name);
    entry.has_key = place.kind != KeyLocation::Kind::none;
    entry.plain_key = place.plain;
    entry.key_problem = place.problem;
    if (entry.has_key && !place.problem && place.id != pki::key_id(entry.certificate))
        entry.key_problem = Error { ErrorKind::bad_input, u"key-mismatch"_s, tr("The key that is stored as %1 belongs to another certificate.").arg(entry.name),
            tr("Put the matching key in its place, or remove it."), {} };
}

void find_key_elsewhere(StoredCredential &entry, const QDir &folder)
{
    entry.on_device = read_device_key_mark(folder.filePath(entry.name + u".device"_s));
    const QString token = folder.filePath(entry.name + QLatin1StringView(token_ending));
    if (!QFileInfo::exists(token))
        return;
    if (const Result<pki::TokenLocation> location = pki::read_token_file(token))
        entry.on_token = *location;
    else
        entry.key_problem = location.error();
}

QString stamp_of(const QString &path)
{
    const QFileInfo file(path);
    return file.exists() ? u"%1.%2"_s.arg(file.lastModified().toMSecsSinceEpoch()).arg(file.size()) : QString();
}

QString search_text(const StoredCredential &credential)
{
    const pki::Certificate &certificate = credential.certificate;
    QStringList names { credential.name, certificate.subject(), certificate.issuer() };
    for (const pki::AltName &name : certificate.alt_names())
        names.append(name.value);
    const QStringList numbers { certificate.serial(), certificate.id(), pki::fingerprint_text(certificate.fingerprint()) };
    return (names.join(u'\n') + search_numbers + numbers.join(u'\n')).toCaseFolded();
}

// A list that this CA has not signed says nothing.
std::optional<pki::Crl> read_crl(const QString &path, const pki::Certificate &ca)
{
    if (!ca.is_ca() || !QFileInfo::exists(path))
        return std::nullopt;
    const Result<QByteArray> bytes = read_file(path, pki::credential_file_limit);
    if (!bytes)
        return std::nullopt;
    const Result<QList<pki::Crl>> lists
        = pki::read_crls({ reinterpret_cast<const std::uint8_t *>(bytes->constData()), static_cast<std::size_t>(bytes->size()) }, QFileInfo(path).fileName());
    return lists && !lists->isEmpty() && lists->constFirst().is_signed_by(ca) ? std::optional(lists->constFirst()) : std::nullopt;
}

std::optional<StoredCredential> read_entry(const QDir &folder, const QString &name)
{
    const Result<pki::CredentialFile> file = pki::read_credential_file(folder.filePath(name + u".crt"_s));
    if (!file || file->certificates.isEmpty())
        return std::nullopt;
    StoredCredential entry { .name = name, .certificate = file->certificates.constFirst(), .chain = file->certificates.mid(1) };
    find_key_of(entry, folder);
    if (!entry.has_key)
        find_key_elsewhere(entry, folder);
    entry.crl = read_crl(folder.filePath(name + u".crl"_s), entry.certificate);
    entry.search = search_text(entry);
    return entry;
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

QString free_file_name(const QString &folder, const QString &wanted, const QStringList &taken)
{
    const QDir dir(folder);
    const auto in_use = [&](const QString &name) {
        return taken.contains(name)
            || std::ranges::any_of(stored_endings, [&](const char *ending) { return QFileInfo::exists(dir.filePath(name + QLatin1StringView(ending))); });
    };
    QString name = wanted;
    for (int n = 2; in_use(name); ++n)
        name = u"%1-%2"_s.arg(wanted).arg(n);
    return name;
}

Result<QList<StoredCredential>> load_credentials(const QString &folder, const QList<StoredCredential> &known)
{
    if (const Result<void> made = make_folder(folder); !made)
        return failure(made.error());
    QHash<QString, const StoredCredential *> before;
    for (const StoredCredential &credential : known)
        before.insert(credential.name, &credential);
    const QDir dir(folder);
    const QString vault = pki::KeyStore::is_there(dir.filePath(pki::vault_file_name)) ? u"+"_s : u"-"_s;
    QList<StoredCredential> entries;
    for (const QString &file : dir.entryList({ u"*.crt"_s }, QDir::Files, QDir::Name)) {
        const QString name = QFileInfo(file).completeBaseName();
        QString stamp = vault;
        for (const char *ending : stored_endings)
            stamp += stamp_of(dir.filePath(name + QLatin1StringView(ending))) + u'/';
        if (const StoredCredential *same = before.value(name); same && same->stamp == stamp) {
            entries.append(*same);
        } else if (std::optional<StoredCredential> entry = read_entry(dir, name)) {
            entry->stamp = stamp;
            entries.append(*std::move(entry));
        }
    }
    std::ranges::sort(entries, {}, &StoredCredential::name);
    link_issuers(entries, known);
    return entries;
}

Result<QStringList> add_credentials(const KeyFolder &folder, const QList<NewCredential> &credentials)
{
    Result<pki::StagedFolder> stage = pki::StagedFolder::beside(folder.path());
    if (!stage)
        return failure(stage.error());
    QStringList names;
    QList<NamedKey> keys;
    for (const NewCredential &credential : credentials) {
        const QString name = free_file_name(folder.path(), file_name_of(credential.name), names);
        names.append(name);
        if (const Result<void> added = stage->add(name + u".crt"_s, chain_pem(credential)); !added)
            return failure(added.error());
        if (credential.on_device)
            if (const Result<void> added = stage->add(name + u".device"_s, to_json(*credential.on_device)); !added)
                return failure(added.error());
        if (credential.on_token)
            if (const Result<void> added = stage->add(name + QLatin1StringView(token_ending), pki::token_file(*credential.on_token)); !added)
                return failure(added.error());
        if (credential.key)
            keys.append({ name, *credential.key });
    }
    if (const Result<void> done = commit_with_keys(*stage, keys, folder); !done)
        return failure(done.error());
    return names;
}

QByteArray chain_pem(const NewCredential &credential)
{
    QByteArray pem = credential.certificate.pem();
    for (const pki::Certificate &next : credential.chain)
        pem += next.pem();
    return pem;
}

Result<void> keep_token_location(const QString &folder, const QString &name, const pki::TokenLocation &location)
{
    return write_file(QDir(folder).filePath(name + QLatin1StringView(token_ending)), pki::token_file(location));
}

QList<pki::Certificate> stored_cas(const QString &folder)
{
    const QDir dir(folder);
    QList<pki::Certificate> cas;
    for (const QString &file : dir.entryList({ u"*.crt"_s }, QDir::Files, QDir::Name))
        if (const Result<pki::CredentialFile> read = pki::read_credential_file(dir.filePath(file)))
            for (const pki::Certificate &certificate : read->certificates)
                if (certificate.is_ca() && !cas.contains(certificate))
                    cas.append(certificate);
    return cas;
}

Result<void> complete_credential(const QString &folder, const QString &name, const NewCredential &credential)
{
    return write_file(QDir(folder).filePath(name + u".crt"_s), chain_pem(credential));
}

} // namespace espseal::studio
