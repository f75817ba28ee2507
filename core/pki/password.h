// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include "core/base/secure_bytes.h"

#include <functional>
#include <optional>

namespace espseal::pki {

// Asks for the password (UTF-8, no terminating NUL) of `what` ("ca.key"). Nothing: the user gave up. Called on the working thread, once for each
// locked thing. An empty function stands for "nobody to ask": locked things then end in the error "password-needed".
using PasswordPrompt = std::function<std::optional<SecureBytes>(const QString &what)>;

} // namespace espseal::pki
