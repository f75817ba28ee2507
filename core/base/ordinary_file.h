// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include "core/base/error.h"

namespace espseal {

// Reading `path` will end: it is a file, or one of the pipes that a shell gives with <(...) and `-`: below /dev/fd, /dev/stdin. A FIFO that nobody
// writes to, a device or a socket would keep the program waiting. Error: "file-special". What is missing or a folder is left to the reading.
[[nodiscard]] Result<void> check_ordinary_file(const QString &path);

} // namespace espseal
