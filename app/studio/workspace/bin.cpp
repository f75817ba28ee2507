// SPDX-License-Identifier: Apache-2.0
#include "app/studio/workspace/bin.h"

#include "app/studio/workspace/credential_store.h"
#include "app/studio/workspace/key_location.h"
#include "core/base/files.h"
#include "core/pki/credential_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSet>

#include <algorithm>
#include <ranges>
#include <vector>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr auto stamp_format = "yyyyMMdd-HHmmss"_L1;

QString tr(const char *text)
{
    return QCoreApplication::translate("Workspace", text);
}

QDir bin_of(const QString &folder)
{
    return QDir(folder + u"/bin"_s);
}

struct Move {
    QString from;
    QString to;
};

// All or none: what has moved goes back when one fails.
Result<void> move_files(const std::vector<Move> &moves, const QString &folder)
{
    for (auto move = moves.begin(); move != moves.end(); ++move) {
        if (QFile::rename(move->from, move->to))
            continue;
        for (const Move &done : std::ranges::subrange(moves.begin(), move) | std::views::reverse)
            QFile::rename(done.to, done.from);
        return failed(
            u"bin-move-failed"_s, tr("%1 could not be moved.").arg(QFileInfo(move->from).fileName()), tr("Check that you may write to %1.").arg(folder));
    }
    return {};
}

void add_moves(std::vector<Move> &moves, const QDir &from, const QString &name, const QDir &to, const QString &new_name)
{
    for (const char *ending : stored_endings)
        if (const QString file = from.filePath(name + QLatin1StringView(ending)); QFileInfo::exists(file))
            moves.push_back({ file, to.filePath(new_name + QLatin1StringView(ending)) });
}

bool holds(const QDir &dir, const QString &name)
{
    return std::ranges::any_of(stored_endings, [&](const char *ending) { return QFileInfo::exists(dir.filePath(name + QLatin1StringView(ending))); });
}

QDateTime removed_at(const QString &id)
{
    QDateTime when = QDateTime::fromString(id.section(u'.', -1).left(15), QString(stamp_format));
    when.setTimeZone(QTimeZone::UTC);
    return when;
}

QString name_of(const QString &id)
{
    return id.section(u'.', 0, -2);
}

BinEntry entry_of(const QDir &bin, const QString &id)
{
    BinEntry entry { .id = id, .name = name_of(id), .removed = removed_at(id), .title = name_of(id) };
    const QString certificate = bin.filePath(id + u".crt"_s);
    entry.has_certificate = QFileInfo::exists(certificate);
    entry.has_key = find_key(bin, id).kind != KeyLocation::Kind::none;
    entry.has_request = QFileInfo::exists(bin.filePath(id + u".csr"_s));
    if (!entry.has_certificate)
        return entry;
    if (const Result<pki::CredentialFile> file = pki::read_credential_file(certificate); file && !file->certificates.isEmpty())
        entry.title = file->certificates.constFirst().display_name();
    return entry;
}

QStringList ids_in(const QDir &bin)
{
    QSet<QString> ids;
    for (const QString &file : bin.entryList(QDir::Files))
        if (const QString id = QFileInfo(file).completeBaseName(); removed_at(id).isValid() && !name_of(id).isEmpty())
            ids.insert(id);
    return ids.values();
}

// What these have in the vault.
QStringList vault_keys(const QDir &bin, const QStringList &ids)
{
    QStringList keys;
    for (const QString &id : ids)
        if (const KeyLocation place = find_key(bin, id); place.kind == KeyLocation::Kind::vault && !place.id.isEmpty())
            keys.append(place.id);
    return keys;
}

// Without those that another name has too: a renewal keeps its key.
QStringList keys_of_nobody_else(const QString &folder, const QStringList &ids)
{
    const QDir bin = bin_of(folder);
    QStringList keys = vault_keys(bin, ids);
    if (keys.isEmpty())
        return keys;
    const auto keep = [&](const QDir &dir, const QString &name) {
        const KeyLocation place = find_key(dir, name);
        if (place.kind == KeyLocation::Kind::vault)
            keys.removeAll(place.id);
    };
    for (const QString &name : stored_key_names(QDir(folder)))
        keep(QDir(folder), name);
    for (const QString &id : ids_in(bin))
        if (!ids.contains(id))
            keep(bin, id);
    return keys;
}

} // namespace

QList<BinEntry> read_bin(const QString &folder)
{
    const QDir bin = bin_of(folder);
    const QStringList ids = ids_in(bin);
    QList<BinEntry> entries;
    entries.reserve(ids.size());
    for (const QString &id : ids)
        entries.append(entry_of(bin, id));
    std::ranges::sort(entries, [](const BinEntry &a, const BinEntry &b) { return a.removed != b.removed ? a.removed > b.removed : a.id < b.id; });
    return entries;
}

Result<QStringList> move_to_bin(const QString &folder, const QStringList &names)
{
    const QDir bin = bin_of(folder);
    if (const Result<void> made = make_folder(bin.path()); !made)
        return failure(made.error());
    const QString stamp = QDateTime::currentDateTimeUtc().toString(QString(stamp_format));
    QStringList ids;
    std::vector<Move> moves;
    for (const QString &name : names) {
        QString id = u"%1.%2"_s.arg(name, stamp);
        for (int n = 2; holds(bin, id); ++n)
            id = u"%1.%2-%3"_s.arg(name, stamp).arg(n);
        ids.append(id);
        add_moves(moves, QDir(folder), name, bin, id);
    }
    return move_files(moves, folder).transform([&] { return ids; });
}

Result<QStringList> restore_from_bin(const QString &folder, const QStringList &ids)
{
    const QDir bin = bin_of(folder);
    QStringList names;
    std::vector<Move> moves;
    for (const QString &id : ids) {
        if (!holds(bin, id))
            return bad_input(u"bin-entry-missing"_s, tr("%1 is not in the bin any more.").arg(name_of(id)), tr("Import it again from where it came."));
        names.append(free_file_name(folder, name_of(id), names));
        add_moves(moves, bin, id, QDir(folder), names.constLast());
    }
    return move_files(moves, folder).transform([&] { return names; });
}

Result<void> delete_from_bin(const KeyFolder &folder, const QStringList &ids)
{
    const QDir bin = bin_of(folder.path());
    if (const QStringList keys = keys_of_nobody_else(folder.path(), ids); !keys.isEmpty())
        if (const Result<void> forgotten = folder.forget(keys); !forgotten)
            return forgotten;
    for (const QString &id : ids) {
        overwrite_key_file(bin.filePath(id + u".key"_s));
        for (const char *ending : stored_endings)
            if (const QString file = bin.filePath(id + QLatin1StringView(ending)); QFileInfo::exists(file) && !QFile::remove(file))
                return failed(u"bin-delete-failed"_s, tr("%1 could not be deleted.").arg(QFileInfo(file).fileName()),
                    tr("Check that you may write to %1.").arg(folder.path()));
    }
    return {};
}

void purge_bin(const KeyFolder &folder, const QDateTime &now)
{
    const QDir bin = bin_of(folder.path());
    QStringList old;
    for (const QString &id : ids_in(bin))
        if (removed_at(id).daysTo(now) > bin_days && (folder.is_open() || vault_keys(bin, { id }).isEmpty()))
            old.append(id);
    // What cannot be deleted now is tried again at the next reading.
    [[maybe_unused]] const Result<void> purged = delete_from_bin(folder, old);
}

} // namespace espseal::studio
