// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include "core/base/process.h"

#include <algorithm>

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

std::unexpected<Error> too_large(const QString &path, Size limit)
{
    return bad_input(
        u"file-too-large"_s, text("%1 is larger than %2.").arg(path, to_string(limit)), text("Give the file that you mean; this one cannot be it."));
}

// Unbuffered: Qt would keep the file's beginning in a buffer that nobody wipes.
constexpr QIODevice::OpenMode reading = QIODevice::ReadOnly | QIODevice::Unbuffered;
constexpr QIODevice::OpenMode writing = QIODevice::WriteOnly | QIODevice::Unbuffered;

// Sets QSaveFile's mode where umask 077 would make a file private that is for everybody to read.
bool set_mode(QSaveFile &file, FileMode mode)
{
    if (mode == FileMode::secret)
        return file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    const std::optional<unsigned> mask = user_umask();
    if (!mask || QFileInfo::exists(file.fileName())) // QSaveFile gives a replaced file's mode to the new one
        return true;
    QFileDevice::Permissions permissions = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
    permissions.setFlag(QFileDevice::ReadGroup, !(*mask & 040));
    permissions.setFlag(QFileDevice::WriteGroup, !(*mask & 020));
    permissions.setFlag(QFileDevice::ReadOther, !(*mask & 04));
    permissions.setFlag(QFileDevice::WriteOther, !(*mask & 02));
    return file.setPermissions(permissions);
}

} // namespace

Result<QByteArray> read_file(const QString &path, Size limit)
{
    QFile file(path);
    if (QFileInfo(path).isDir() || !file.open(reading))
        return unreadable(path, file.errorString());
    QByteArray bytes = file.read(static_cast<qint64>(limit.value()) + 1);
    if (file.error() != QFileDevice::NoError)
        return unreadable(path, file.errorString());
    if (static_cast<std::uint64_t>(bytes.size()) > limit.value())
        return too_large(path, limit);
    return bytes;
}

Result<SecureBytes> read_secret_file(const QString &path, Size limit)
{
    QFile file(path);
    if (QFileInfo(path).isDir() || !file.open(reading))
        return unreadable(path, file.errorString());
    SecureBytes bytes;
    SecureBytes piece(std::size_t { 64 } << 10);
    while (bytes.size() <= limit.value()) {
        const qint64 got = file.read(reinterpret_cast<char *>(piece.writable().data()), static_cast<qint64>(piece.size()));
        if (got < 0)
            return unreadable(path, file.errorString());
        if (got == 0)
            return bytes;
        bytes.append(piece.view().first(static_cast<std::size_t>(got)));
    }
    return too_large(path, limit);
}

Result<void> write_file(const QString &path, std::span<const std::uint8_t> bytes, FileMode mode)
{
    QSaveFile file(path);
    // The mode first: before the first byte of a secret is in the file.
    if (!file.open(writing) || !set_mode(file, mode))
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
