// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pki/credential_file.h"

namespace espseal::pki {

// "key-readable-by-others" (warning), as ssh has it: an unencrypted key that others on the computer can read is no secret.
[[nodiscard]] QList<Finding> check_key_mode(const CredentialFile &file, const QString &path);

} // namespace espseal::pki
