// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/secure_bytes.h"

class QLineEdit;

namespace espseal::studio {

// What was typed, in UTF-8.
[[nodiscard]] SecureBytes secret_of(const QLineEdit &edit);
// The same; the edit and its history are empty afterwards. Qt's own copies of single keystrokes are out of reach.
[[nodiscard]] SecureBytes take_secret(QLineEdit &edit);

} // namespace espseal::studio
