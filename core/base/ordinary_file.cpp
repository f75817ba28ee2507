// SPDX-License-Identifier: Apache-2.0
#include "core/base/ordinary_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace espseal {

Result<void> check_ordinary_file(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists() || info.isFile() || info.isDir())
        return {};
    const QString absolute = QDir::cleanPath(info.absoluteFilePath());
    if (absolute == u"/dev/stdin" || absolute.startsWith(u"/dev/fd/") || absolute.startsWith(u"/proc/self/fd/"))
        return {};
    return bad_input(u"file-special"_s, QCoreApplication::translate("espseal::files", "%1 is no file, but a device, a pipe or a socket.").arg(path),
        QCoreApplication::translate("espseal::files", "Name a file."));
}

} // namespace espseal
