// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace espseal {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("espseal::files", source);
}

std::unexpected<Error> unreadable(const QString &path, const QString &reason)
{
    const QFileInfo info(path);
    if (!info.exists())
        return bad_input(u"file-missing"_s, text("The file %1 does not exist.").arg(path), text("Check the name and the folder."));
    if (info.isDir())
        return bad_input(u"file-is-folder"_s, text("%1 is a folder, not a file.").arg(path), text("Name a file in it."));
    if (!info.isReadable())
        return bad_input(u"file-unreadable"_s, text("You may not read %1.").arg(path), text("Ask its owner, or change its permissions with chmod."), reason);
    return bad_input(u"file-unreadable"_s, text("Reading %1 failed: %2.").arg(path, reason), text("Check the disk and try again."));
}

std::unexpected<Error> unwritable(const QString &path, const QString &reason)
{
    return bad_input(u"file-unwritable"_s, text("Writing %1 failed: %2.").arg(path, reason),
        text("Check the folder, its permissions and the free space; nothing was changed."));
}

} // namespace

Result<QByteArray> read_file(const QString &path, Size limit)
{
    QFile file(path);
    if (QFileInfo(path).isDir() || !file.open(QIODevice::ReadOnly))
        return unreadable(path, file.errorString());
    QByteArray bytes = file.read(static_cast<qint64>(limit.value()) + 1);
    if (file.error() != QFileDevice::NoError)
        return unreadable(path, file.errorString());
    if (static_cast<std::uint64_t>(bytes.size()) > limit.value())
        return bad_input(
            u"file-too-large"_s, text("%1 is larger than %2.").arg(path, to_string(limit)), text("Give the file that you mean; this one cannot be it."));
    return bytes;
}

Result<void> write_file(const QString &path, std::span<const std::uint8_t> bytes, FileMode mode)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return unwritable(path, file.errorString());
    // Before the first byte of a secret is in the file.
    if (mode == FileMode::secret && !file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return unwritable(path, file.errorString());
    if (file.write(reinterpret_cast<const char *>(bytes.data()), static_cast<qint64>(bytes.size())) != static_cast<qint64>(bytes.size()) || !file.commit())
        return unwritable(path, file.errorString());
    return {};
}

Result<void> write_file(const QString &path, const QByteArray &bytes, FileMode mode)
{
    return write_file(path, std::span(reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size())), mode);
}

Result<void> make_folder(const QString &path)
{
    if (!QDir().mkpath(path))
        return bad_input(u"folder-unwritable"_s, text("The folder %1 cannot be made.").arg(path), text("Check the path and its permissions."));
    return {};
}

} // namespace espseal
