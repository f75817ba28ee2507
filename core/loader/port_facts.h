// SPDX-License-Identifier: Apache-2.0
// What the system says about a port before it is opened, and the sentence that follows from it.
#pragma once

#include "core/loader/ports.h"

#include <QStringList>

namespace espseal::loader {

struct PortFacts {
    QString port; // as the user named it
    bool exists = false;
    bool is_terminal = false; // a character device that can be a serial port
    bool may_use = false; // this process may read and write it
    QString group; // whose members may; "dialout" on Debian; empty if the group may not either
    QString user; // who we are
    bool is_member = false; // the group file lists us: then the login is older than the entry
    QList<PortHolder> holders; // ourselves included
    QStringList others; // the ports that are there, for the message
};

// Looks at the file system and, on Linux, /proc. `path`: absolute, links followed.
[[nodiscard]] PortFacts examine_port(const QString &port, const QString &path);

// Nothing if the port should open.
[[nodiscard]] std::optional<Error> obstacle(const PortFacts &facts);

// Refused as locked although no holder is visible (other users' processes are not).
[[nodiscard]] Error port_busy(const QString &port, const QList<PortHolder> &holders);

// The device behind a name such as "ttyUSB0" or a link; unchanged where the system has no such files.
[[nodiscard]] QString port_path(const QString &port);

// The processes that have `path` open; a pty's own far side is left out. Sees this user's processes only, unless run by root.
[[nodiscard]] QList<PortHolder> port_holders(const QString &path);

} // namespace espseal::loader
