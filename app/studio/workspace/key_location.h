// SPDX-License-Identifier: Apache-2.0
// Where a credential's private key is. NAME.key is the key itself, as the command line writes it. NAME.pub is the key's public half and says that the key is
// in the folder's vault. So what has a key is known while the vault is locked, and files are renamed, removed and restored without opening it; the names
// inside of the vault stay encrypted. A public half tells what NAME.crt or NAME.csr beside it tells; only for a key without either it tells that there is one,
// of which kind, as the name of a .key file did.
#pragma once

#include <QDir>

#include "core/pki/key_id.h"

#include <optional>

namespace espseal::studio {

struct KeyLocation {
    enum class Kind { none, file, vault };
    Kind kind = Kind::none;
    bool plain = false; // a file that opens without a password
    QString id; // of the key, if it can be told
    pki::KeyKind key {};
    std::optional<Error> problem; // it is there and cannot be used
};

// Errors are in the place. "key-vault-missing": the public half is here, the vault is not.
[[nodiscard]] KeyLocation find_key(const QDir &folder, const QString &name);
// The key of a file without a password. Errors: those of reading, "password-needed".
[[nodiscard]] Result<pki::PrivateKey> read_key_file(const QString &path);
// Before it is deleted; nothing if it is not there.
void overwrite_key_file(const QString &path);
// Names of keys in the folder, those of certificates too.
[[nodiscard]] QStringList stored_key_names(const QDir &folder);

} // namespace espseal::studio
