// SPDX-License-Identifier: Apache-2.0
#include "core/loader/port_facts.h"

#include "core/loader/port_errors.h"

#include <QFileInfo>
#include <QSerialPortInfo>

#ifdef Q_OS_UNIX
#include <array>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>
#endif
#ifdef Q_OS_LINUX
#include <sys/sysmacros.h>
#endif

using namespace Qt::StringLiterals;

namespace espseal::loader {

namespace {

Error missing(const PortFacts &facts)
{
    const QString fix = facts.others.isEmpty() ? Text::tr("Plug the board in; no serial port is there now. A charge-only USB cable shows none either.")
                                               : Text::tr("Plug the board in, or choose one that is there: %1.").arg(facts.others.join(", "_L1));
    return { ErrorKind::failed, u"port-missing"_s, Text::tr("There is no port %1.").arg(facts.port), fix, {} };
}

Error not_permitted(const PortFacts &facts)
{
    QString fix;
    if (facts.group.isEmpty())
        fix = Text::tr("Only root may use it: ask the administrator for a udev rule that opens it.");
    else if (facts.is_member)
        fix = Text::tr("You are in the group %1, but since after this login: log out and in again.").arg(facts.group);
    else
        fix = Text::tr("Run “sudo usermod -aG %1 %2”, then log out and in again.").arg(facts.group, facts.user);
    return { ErrorKind::failed, u"port-permission"_s, Text::tr("You may not use %1.").arg(facts.port), fix, {} };
}

} // namespace

Error port_busy(const QString &port, const QList<PortHolder> &holders)
{
    if (holders.isEmpty())
        return { ErrorKind::failed, u"port-busy"_s, Text::tr("Another program uses %1.").arg(port),
            Text::tr("Close serial terminals and other flashing tools; “sudo fuser -v %1” names the program.").arg(port), {} };
    if (holders.first().ours)
        return { ErrorKind::failed, u"port-busy"_s, Text::tr("This program uses %1 already.").arg(port),
            Text::tr("Wait for the other job on it, or stop that."), {} };
    QStringList names;
    for (const PortHolder &holder : holders)
        names << Text::tr("%1 (process %2)").arg(holder.program, QString::number(holder.pid));
    return { ErrorKind::failed, u"port-busy"_s, Text::tr("%1 is in use by %2.").arg(port, names.join(", "_L1)), Text::tr("Close that program and try again."),
        {} };
}

std::optional<Error> obstacle(const PortFacts &facts)
{
    if (!facts.exists)
        return missing(facts);
    if (!facts.is_terminal)
        return port_failed(facts.port, Text::tr("it is no serial port")).error();
    if (!facts.may_use)
        return not_permitted(facts);
    if (!facts.holders.isEmpty())
        return port_busy(facts.port, facts.holders);
    return std::nullopt;
}

#ifdef Q_OS_UNIX

namespace {

// A character device that the kernel says is no terminal: /dev/null, say. Ptys have no entry there.
bool is_other_device([[maybe_unused]] dev_t device)
{
#ifdef Q_OS_LINUX
    const QString subsystem = QFileInfo(u"/sys/dev/char/%1:%2/subsystem"_s.arg(major(device)).arg(minor(device))).symLinkTarget();
    return !subsystem.isEmpty() && !subsystem.endsWith("/tty"_L1);
#else
    return false;
#endif
}

struct User {
    QString name;
    QList<gid_t> groups; // of the user database; those of this login may be older
};

User current_user()
{
    std::array<char, 4096> buffer {};
    passwd entry {};
    passwd *found = nullptr;
    if (getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) != 0 || !found)
        return { QString::number(geteuid()), {} };
    User user { QString::fromLocal8Bit(entry.pw_name), QList<gid_t>(64) };
    int count = static_cast<int>(user.groups.size());
    if (getgrouplist(entry.pw_name, entry.pw_gid, user.groups.data(), &count) < 0)
        count = static_cast<int>(user.groups.size());
    user.groups.resize(count);
    return user;
}

void add_permissions(PortFacts &facts, const QString &path, const struct stat &status)
{
    facts.may_use = access(qPrintable(path), R_OK | W_OK) == 0;
    const User user = current_user();
    facts.user = user.name;
    constexpr mode_t group_may = S_IRGRP | S_IWGRP;
    if ((status.st_mode & group_may) != group_may || status.st_gid == 0)
        return;
    facts.group = QFileInfo(path).group();
    facts.is_member = user.groups.contains(status.st_gid);
}

} // namespace

QString port_path(const QString &port)
{
    const QString in_dev = u"/dev/"_s + port;
    const bool is_path = port.contains(u'/') || (!QFileInfo::exists(in_dev) && QFileInfo::exists(port));
    const QString full = is_path ? port : in_dev;
    const QString real = QFileInfo(full).canonicalFilePath();
    return real.isEmpty() ? full : real;
}

PortFacts examine_port(const QString &port, const QString &path)
{
    PortFacts facts;
    facts.port = port;
    struct stat status {};
    facts.exists = stat(qPrintable(path), &status) == 0;
    if (!facts.exists) {
        for (const QSerialPortInfo &info : QSerialPortInfo::availablePorts())
            facts.others << info.systemLocation();
        return facts;
    }
    facts.is_terminal = S_ISCHR(status.st_mode) && !is_other_device(status.st_rdev);
    add_permissions(facts, path, status);
    if (facts.may_use)
        facts.holders = port_holders(path);
    return facts;
}

#else

QString port_path(const QString &port)
{
    return port;
}

PortFacts examine_port(const QString &port, const QString &path)
{
    PortFacts facts;
    facts.port = port;
    facts.is_terminal = facts.may_use = true;
    for (const QSerialPortInfo &info : QSerialPortInfo::availablePorts()) {
        facts.exists |= info.portName() == path || info.systemLocation() == path;
        facts.others << info.portName();
    }
    return facts;
}

#endif

} // namespace espseal::loader
