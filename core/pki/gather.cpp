// SPDX-License-Identifier: Apache-2.0
#include "core/pki/gather.h"

#include "core/pki/finding.h"
#include "core/pki/messages.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

bool is_about_a_password(const Error &error)
{
    return error.code == u"password-needed" || error.code == u"wrong-password";
}

bool is_of_another_kind(const Error &error)
{
    return error.code == u"unknown-format" || error.code == u"blob-erased" || error.code == u"file-too-large" || error.code == u"c-header-damaged";
}

class Gatherer {
public:
    Gatherer(const PasswordPrompt &prompt, const Job &job, const GatherOptions &options)
        : prompt_(prompt)
        , job_(job)
        , options_(options)
    {
    }

    Result<void> add(const QString &path)
    {
        if (QFileInfo(path).isDir())
            return add_folder(path, 0);
        auto file = read_usable(path);
        if (!file)
            return failure(file.error());
        take(path, std::move(*file));
        return {};
    }
    Gathered take() { return std::move(gathered_); }

private:
    Result<CredentialFile> read_usable(const QString &path) const
    {
        auto file = read_credential_file(path, prompt_);
        if (file) {
            if (const auto usable = check_usable(*file); !usable)
                return failure(usable.error());
        }
        return file;
    }

    Result<void> add_folder(const QString &path, int depth)
    {
        const QDir folder(path);
        const QString canonical = folder.canonicalPath();
        if (visited_.contains(canonical))
            return {};
        visited_.insert(canonical);
        if (!folder.isReadable()) {
            skip(path,
                bad_input(u"folder-unreadable"_s, Messages::tr("You may not read the folder %1.").arg(path),
                    Messages::tr("Ask its owner, or change its permissions."))
                    .error());
            return {};
        }
        const QFileInfoList entries = folder.entryInfoList(QDir::Dirs | QDir::Files | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
        for (const QFileInfo &entry : entries) {
            const QString below = path == u"."_s ? entry.fileName() : path + u'/' + entry.fileName();
            if (const auto added = add_entry(below, entry, depth); !added)
                return added;
        }
        return {};
    }

    Result<void> add_entry(const QString &path, const QFileInfo &entry, int depth)
    {
        if (job_.cancelled())
            return cancelled(Messages::tr("Nothing was imported."));
        if (entry.isDir()) {
            if (!options_.subfolders)
                return {};
            if (depth < options_.deepest)
                return add_folder(path, depth + 1);
            skip(path, bad_input(u"folder-too-deep"_s, Messages::tr("The folder %1 lies too deep.").arg(path), Messages::tr("Name it itself.")).error());
            return {};
        }
        job_.report(Messages::tr("Reading %1").arg(path), 0, 0);
        bytes_ = bytes_
            + Size(static_cast<std::uint64_t>(std::max<qint64>(entry.size(), 0)) > credential_file_limit.value()
                    ? 0
                    : static_cast<std::uint64_t>(std::max<qint64>(entry.size(), 0)));
        if (++count_ > options_.most_files || bytes_ > options_.most_bytes)
            return bad_input(u"too-many-files"_s, Messages::tr("There are too many files in the folder to look into each of them."),
                Messages::tr("Name the folder in which the certificates are, or the files."));
        add_found(path);
        return {};
    }

    void add_found(const QString &path)
    {
        auto file = read_usable(path);
        if (file)
            take(path, std::move(*file));
        else if (is_of_another_kind(file.error()))
            ++gathered_.others;
        else
            skip(path, std::move(file.error()));
    }

    void take(const QString &path, CredentialFile file)
    {
        gathered_.findings << file.findings;
        gathered_.files << GatheredFile { path, std::move(file) };
    }

    void skip(const QString &path, Error error)
    {
        gathered_.findings << finding(error.code, is_about_a_password(error) ? Severity::error : Severity::warning,
            Messages::tr("%1 was left out: %2").arg(path, error.message), error.fix, error.detail);
        gathered_.skipped << SkippedFile { path, std::move(error) };
    }

    const PasswordPrompt &prompt_;
    const Job &job_;
    const GatherOptions &options_;
    Gathered gathered_;
    QSet<QString> visited_; // folders, canonical
    int count_ = 0;
    Size bytes_;
};

} // namespace

const Error *Gathered::locked() const
{
    const auto found = std::ranges::find_if(skipped, [](const SkippedFile &file) { return is_about_a_password(file.error); });
    return found == skipped.end() ? nullptr : &found->error;
}

Result<Gathered> gather(const QStringList &paths, const PasswordPrompt &prompt, const Job &job, const GatherOptions &options)
{
    Gatherer gatherer(prompt, job, options);
    for (const QString &path : paths) {
        if (const auto added = gatherer.add(path); !added)
            return failure(added.error());
    }
    return gatherer.take();
}

} // namespace espseal::pki
