// SPDX-License-Identifier: Apache-2.0
// The blocking work behind the panels about tokens.
#pragma once

#include "app/studio/workspace/key_folder.h"

namespace espseal::studio {

// PKCS#11 modules that are where distributions put them.
[[nodiscard]] QStringList usual_token_modules();

// Notes that the key of the CA `name` is the one that `location` names, after the token has shown that it is. Returns the name. Errors: "key-mismatch",
// those of reading, of the token.
[[nodiscard]] Result<QStringList> note_token_key(const QString &name, const pki::TokenLocation &location, const KeyFolder &folder);

} // namespace espseal::studio
