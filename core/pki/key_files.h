// SPDX-License-Identifier: Apache-2.0
// Private keys that lie in files, on their way into a vault.
#pragma once

#include "core/pki/key_store.h"

namespace espseal::pki {

struct KeyFiles {
    QList<StoredKey> keys; // each named as its file without ending, those of a vault as they are there
    QStringList paths; // as given
    QStringList plain; // those of them in which a key lies UNENCRYPTED
    // Those that cannot go when their keys are in the vault: they hold something else too (certificates, ...), or are links or vaults.
    QStringList kept;
};

// Errors: those of reading; "no-key"; "several-keys" (one name is not enough); "secret-exists" (two files of one name).
[[nodiscard]] Result<KeyFiles> read_key_files(const QStringList &paths, const PasswordPrompt &prompt);

// All or none. A key that is there by the same name stays if it is the same to the last byte, so that an interrupted move can be repeated;
// another one is replaced if `replace`, else the error is "secret-exists". How many were new.
[[nodiscard]] Result<int> store_keys(KeyStore &store, const QList<StoredKey> &keys, bool replace);

// Deletes the files after the vault was read back from disk and holds every key. Errors: those of opening it; "vault-unverified" (nothing was deleted);
// "file-kept" (a file that cannot go, checked first); "file-not-removed" (names those that are left; the vault has their keys).
[[nodiscard]] Result<void> remove_key_files(const KeyFiles &files, const QString &vault, const SecureBytes &password);

} // namespace espseal::pki
