// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/pki/password.h"
#include "core/pki/private_key.h"

namespace espseal::cli {

// The private key in a file; `name` says which, where a vault holds several. Errors: "no-key", "several-keys" (names them), "key-unknown", those of reading.
[[nodiscard]] Result<pki::PrivateKey> read_key_file(const QString &path, const QString &name, const pki::PasswordPrompt &prompt);

} // namespace espseal::cli
