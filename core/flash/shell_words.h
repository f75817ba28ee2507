// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>

#include "core/base/error.h"

namespace espseal::flash {

// A command as a POSIX shell would split it: quotes, backslashes, lines joined by a backslash. Nothing is expanded. On Windows' paths a backslash before
// anything but a quote, a space or another backslash stays one. Error: `import-esptool` (an open quote).
[[nodiscard]] Result<QStringList> shell_words(const QString &command);

} // namespace espseal::flash
