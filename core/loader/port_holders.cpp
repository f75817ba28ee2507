// SPDX-License-Identifier: Apache-2.0
#include "core/loader/port_facts.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace espseal::loader {

#ifdef Q_OS_LINUX

namespace {

QString program_name(const QString &process)
{
    QFile file(process + "/comm"_L1);
    return file.open(QIODevice::ReadOnly) ? QString::fromLocal8Bit(file.readAll()).trimmed() : QString();
}

// Whether `process` has `path` open and, for a pty, is not the terminal emulator or device behind it, which holds the master too.
bool holds(const QString &process, const QString &path)
{
    bool found = false;
    bool has_master = false;
    const QFileInfoList links = QDir(process + "/fd"_L1).entryInfoList(QDir::Files | QDir::System | QDir::NoDotAndDotDot);
    for (const QFileInfo &link : links) {
        const QString target = link.symLinkTarget();
        found |= target == path;
        has_master |= target == "/dev/ptmx"_L1 || target == "/dev/pts/ptmx"_L1;
    }
    return found && !(has_master && path.startsWith("/dev/pts/"_L1));
}

} // namespace

QList<PortHolder> port_holders(const QString &path)
{
    QList<PortHolder> holders;
    const QDir proc(u"/proc"_s);
    for (const QString &entry : proc.entryList(QDir::Dirs)) {
        bool is_process = false;
        const qint64 pid = entry.toLongLong(&is_process);
        const QString process = proc.filePath(entry);
        if (is_process && holds(process, path))
            holders << PortHolder { pid, program_name(process), pid == QCoreApplication::applicationPid() };
    }
    return holders;
}

#else

QList<PortHolder> port_holders(const QString &)
{
    return {};
}

#endif

} // namespace espseal::loader
