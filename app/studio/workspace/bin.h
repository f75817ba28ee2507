// SPDX-License-Identifier: Apache-2.0
// The workspace's bin: what was removed stays for 30 days and comes back whole. Blocking file work.
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include "core/base/error.h"

#include <array>

namespace espseal::studio {

class KeyFolder;

// What belongs to one name: certificate, key (itself, or its public half for one in the vault), request, revocation list, mark of the device that has
// its key, place of its key on a token.
inline constexpr auto token_ending = ".token.json";
inline constexpr std::array stored_endings { ".crt", ".key", ".pub", ".csr", ".crl", ".device", token_ending };
inline constexpr int bin_days = 30;

struct BinEntry {
    QString id; // "greenhouse-09.20261123-120000": the files' name in the bin
    QString name; // as it was called
    QDateTime removed; // UTC
    QString title; // the certificate's or request's own name, else `name`
    bool has_certificate = false;
    bool has_key = false;
    bool has_request = false;

    bool operator==(const BinEntry &) const = default;
};

// Newest first.
[[nodiscard]] QList<BinEntry> read_bin(const QString &folder);
// Moves everything of these names into the bin. Returns the entries' ids in order; on an error nothing has moved.
[[nodiscard]] Result<QStringList> move_to_bin(const QString &folder, const QStringList &names);
// Moves entries back, under another name where theirs is in use by now. Returns the names in order. Error: "bin-entry-missing".
[[nodiscard]] Result<QStringList> restore_from_bin(const QString &folder, const QStringList &ids);
// Deletes for good: keys out of the vault, unless another name still has them, then the files. Plain keys are overwritten first; what a file system or a
// disk keeps of them is out of reach. Errors: those of opening the vault, when nothing is deleted.
[[nodiscard]] Result<void> delete_from_bin(const KeyFolder &folder, const QStringList &ids);
// Deletes what was removed more than `bin_days` before `now`; what has its key in the vault only while that is open.
void purge_bin(const KeyFolder &folder, const QDateTime &now = QDateTime::currentDateTimeUtc());

} // namespace espseal::studio
