// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/workspace/key_folder.h"

namespace espseal::studio {

// Key files of the folder and its bin that need no password: what the command line wrote, or an espseal before it had vaults. Paths.
[[nodiscard]] QStringList plain_keys(const QString &folder);

// Moves them into the vault, all or none. The files are overwritten and deleted after the vault has been saved and read back, and the public halves are in
// their places; what a disk keeps of them is out of reach. Errors: those of opening and saving, "vault-read-back", "key-file-kept" (the vault has all of them,
// but a file could not be deleted).
[[nodiscard]] Result<QStringList> encrypt_plain_keys(const KeyFolder &folder);

// Keys that the vault calls by name, as the command line does, get their public halves beside the certificates of that name, so that they show while it is
// locked. Does nothing while it is locked now.
[[nodiscard]] Result<void> mark_named_keys(const KeyFolder &folder);

} // namespace espseal::studio
