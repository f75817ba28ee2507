// SPDX-License-Identifier: Apache-2.0
#include "core/pki/staged_folder.h"

#include "core/pki/messages.h"

#include <QDir>
#include <QFileInfo>

#include <filesystem>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

std::filesystem::path native(const QString &path)
{
    return std::filesystem::path(path.toStdU16String());
}

QString nearest_existing(QString path)
{
    while (!QFileInfo::exists(path))
        path = QFileInfo(path).path();
    return path;
}

std::unexpected<Error> unwritable(const QString &path, const QString &reason)
{
    return bad_input(u"folder-unwritable"_s, Messages::tr("The folder %1 cannot be written.").arg(path),
        Messages::tr("Check the path, its permissions and the free space; nothing was changed."), reason);
}

// Moves files into place one by one, and back unless it is told to keep them.
class Move {
public:
    explicit Move(QString aside)
        : aside_(std::move(aside))
    {
    }
    Move(const Move &) = delete;
    Move &operator=(const Move &) = delete;
    ~Move()
    {
        if (kept_)
            return;
        std::error_code ignored;
        for (auto step = steps_.rbegin(); step != steps_.rend(); ++step)
            std::filesystem::rename(native(step->to), native(step->from), ignored);
        for (auto folder = folders_.rbegin(); folder != folders_.rend(); ++folder)
            QDir().rmdir(*folder);
    }

    Result<void> make_folder_of(const QString &path)
    {
        QStringList missing;
        for (QString folder = QFileInfo(path).path(); !QFileInfo::exists(folder); folder = QFileInfo(folder).path())
            missing.prepend(folder);
        for (const QString &folder : missing) {
            if (!QDir().mkdir(folder))
                return unwritable(folder, {});
            folders_ << folder;
        }
        return {};
    }

    Result<void> put(const QString &from, const QString &to)
    {
        if (QFileInfo::exists(to)) {
            if (const auto moved = rename(to, aside_ + u'/' + QString::number(steps_.size())); !moved)
                return moved;
        }
        return rename(from, to);
    }

    void keep() { kept_ = true; }

private:
    Result<void> rename(const QString &from, const QString &to)
    {
        std::error_code error;
        std::filesystem::rename(native(from), native(to), error);
        if (error)
            return unwritable(QFileInfo(to).path(), QString::fromStdString(error.message()));
        steps_.push_back({ from, to });
        return {};
    }

    struct Step {
        QString from;
        QString to;
    };
    QString aside_;
    QList<Step> steps_;
    QStringList folders_;
    bool kept_ = false;
};

Result<void> check_free(const QString &path, Overwrite overwrite)
{
    const QFileInfo info(path);
    if (!info.exists() && !info.isSymLink())
        return {};
    if (info.isDir())
        return bad_input(u"file-is-folder"_s, Messages::tr("%1 is a folder, where a file is to be written.").arg(path), Messages::tr("Choose another folder."));
    if (overwrite == Overwrite::no)
        return bad_input(u"file-exists"_s, Messages::tr("%1 is already there.").arg(path),
            Messages::tr("Choose another folder, or use --replace if nobody needs it any more."));
    return {};
}

} // namespace

Result<StagedFolder> StagedFolder::beside(const QString &folder)
{
    const QString target = QDir::cleanPath(QDir().absoluteFilePath(folder));
    const QString parent = nearest_existing(target);
    if (!QFileInfo(parent).isDir())
        return bad_input(u"folder-is-file"_s, Messages::tr("%1 is a file, not a folder.").arg(parent), Messages::tr("Choose another folder."));
    auto stage = std::make_unique<QTemporaryDir>(parent + u"/.espseal-XXXXXX"_s);
    if (!stage->isValid() || !QDir(stage->path()).mkdir(u"aside"_s))
        return unwritable(folder, stage->errorString());
    return StagedFolder(target, std::move(stage));
}

Result<void> StagedFolder::add(const QString &path, std::span<const std::uint8_t> bytes, FileMode mode)
{
    const QString staged = stage_->filePath(u"new/"_s + path);
    return make_folder(QFileInfo(staged).path()).and_then([&] { return write_file(staged, bytes, mode); }).transform([&] { paths_ << path; });
}

Result<void> StagedFolder::add(const QString &path, const QByteArray &bytes, FileMode mode)
{
    return add(path, std::span(reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size())), mode);
}

Result<void> StagedFolder::commit(Overwrite overwrite)
{
    for (const QString &path : std::as_const(paths_)) {
        if (const auto free = check_free(target_ + u'/' + path, overwrite); !free)
            return free;
    }
    Move move(stage_->filePath(u"aside"_s));
    for (const QString &path : std::as_const(paths_)) {
        const QString to = target_ + u'/' + path;
        const auto moved = move.make_folder_of(to).and_then([&] { return move.put(stage_->filePath(u"new/"_s + path), to); });
        if (!moved)
            return moved;
    }
    move.keep();
    return {};
}

} // namespace espseal::pki
