// SPDX-License-Identifier: Apache-2.0
// Files in and out with the errors that users understand.
#pragma once

#include <QByteArray>
#include <QString>

#include "core/base/error.h"
#include "core/base/secure_bytes.h"
#include "core/base/units.h"

#include <span>

namespace espseal {

// The whole file. Errors: missing, a folder, no permission, longer than `limit`.
[[nodiscard]] Result<QByteArray> read_file(const QString &path, Size limit = Size(64u << 20));

// The same for a file that holds a secret, or may: no copy of its bytes stays behind in memory.
[[nodiscard]] Result<SecureBytes> read_secret_file(const QString &path, Size limit);

enum class FileMode { shared, secret }; // secret: readable by the owner alone (0600) from the first byte on

// Appears complete or not at all (QSaveFile). A new shared file gets the mode that the user's umask leaves, also after protect_process(). Errors: missing
// folder, no permission, disk full.
[[nodiscard]] Result<void> write_file(const QString &path, std::span<const std::uint8_t> bytes, FileMode mode = FileMode::shared);
[[nodiscard]] Result<void> write_file(const QString &path, const QByteArray &bytes, FileMode mode = FileMode::shared);

// Makes the folder and its parents.
[[nodiscard]] Result<void> make_folder(const QString &path);

} // namespace espseal
