// SPDX-License-Identifier: Apache-2.0
#include "app/cli/pki/key_file.h"

#include "app/cli/pki/messages.h"
#include "core/pki/credential_file.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

Result<pki::PrivateKey> read_key_file(const QString &path, const QString &name, const pki::PasswordPrompt &prompt)
{
    const auto file = pki::read_credential_file(path, prompt);
    if (!file)
        return failure(file.error());
    const QStringList names = file->key_names;
    if (file->keys.isEmpty())
        return bad_input(u"no-key"_s, PkiText::tr("There is no private key in %1.").arg(path), PkiText::tr("Give the file of a key."));
    if (!name.isEmpty()) {
        const qsizetype found = names.indexOf(name);
        if (found < 0 || found >= file->keys.size())
            return bad_input(u"key-unknown"_s, PkiText::tr("There is no key “%1” in %2.").arg(name, path),
                names.isEmpty() ? PkiText::tr("Its keys have no names: leave --key-name out.") : PkiText::tr("It holds %1.").arg(names.join(u", "_s)));
        return file->keys[found];
    }
    if (file->keys.size() > 1)
        return bad_input(u"several-keys"_s, PkiText::tr("There are several private keys in %1: %2.").arg(path, names.join(u", "_s)),
            PkiText::tr("Say which with --key-name, or give the file of one key."));
    return file->keys.first();
}

} // namespace espseal::cli
