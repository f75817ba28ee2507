// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/import_files.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int deepest = 3;
constexpr qsizetype most_files = 500;

QString tr(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

void collect(const QDir &dir, int depth, QStringList &files)
{
    for (const QFileInfo &file : dir.entryInfoList(QDir::Files | QDir::Readable, QDir::Name))
        if (files.size() < most_files && file.size() > 0 && file.size() <= static_cast<qint64>(pki::credential_file_limit.value()))
            files.append(file.filePath());
    if (depth < deepest)
        for (const QFileInfo &below : dir.entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks, QDir::Name))
            collect(QDir(below.filePath()), depth + 1, files);
}

template <class T> void append_new(QList<T> &all, const QList<T> &more)
{
    for (const T &one : more)
        if (!all.contains(one))
            all.append(one);
}

void append(pki::CredentialFile &all, const pki::CredentialFile &more)
{
    append_new(all.certificates, more.certificates);
    append_new(all.keys, more.keys);
    append_new(all.requests, more.requests);
    all.crls += more.crls;
    append_new(all.findings, more.findings);
}

bool is_of_another_kind(const Error &error)
{
    return error.code == "unknown-format"_L1 || error.code == "blob-erased"_L1 || error.code == "file-special"_L1;
}

} // namespace

Result<ImportedFiles> read_import(const ImportSource &source, const pki::PasswordPrompt &prompt, const Job &job)
{
    ImportedFiles imported;
    if (!source.text.isEmpty()) {
        const Result<pki::CredentialFile> text = pki::read_credentials(
            { reinterpret_cast<const std::uint8_t *>(source.text.constData()), static_cast<std::size_t>(source.text.size()) }, source.text_name, prompt);
        if (!text)
            return failure(text.error());
        append(imported.content, *text);
    }
    QStringList files;
    for (const QString &path : source.paths)
        if (QFileInfo(path).isDir())
            collect(QDir(path), 1, files);
        else
            files.append(path);
    for (qsizetype i = 0; i < files.size(); ++i) {
        if (job.cancelled())
            return cancelled(tr("Nothing was imported."));
        job.report(QFileInfo(files.at(i)).fileName(), static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(files.size()));
        const Result<pki::CredentialFile> file = pki::read_credential_file(files.at(i), prompt);
        if (file)
            append(imported.content, *file);
        else if (!source.paths.contains(files.at(i)) && is_of_another_kind(file.error()))
            ++imported.skipped;
        else
            return failure(file.error());
    }
    return imported;
}

} // namespace espseal::studio
