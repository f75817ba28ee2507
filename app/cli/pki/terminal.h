// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include "core/base/secure_bytes.h"

#include <optional>
#include <stop_token>

namespace espseal::cli {

// Asks on the controlling terminal, without echo. Nothing: there is no terminal, the user gave up (Ctrl+C, Ctrl+D), or the line was empty.
[[nodiscard]] std::optional<SecureBytes> ask_secret(const QString &question, const std::stop_token &stop);
[[nodiscard]] bool has_terminal();

} // namespace espseal::cli
