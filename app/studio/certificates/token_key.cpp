// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/token_key.h"

#include "app/studio/workspace/credential_store.h"
#include "core/pki/credential_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("TokenKey", text);
}

} // namespace

QStringList usual_token_modules()
{
    QStringList found;
    for (const QString &folder : { u"/usr/lib/x86_64-linux-gnu"_s, u"/usr/lib/aarch64-linux-gnu"_s, u"/usr/lib64"_s, u"/usr/lib"_s, u"/usr/local/lib"_s })
        for (const QString &name : { u"p11-kit-proxy.so"_s, u"opensc-pkcs11.so"_s, u"libykcs11.so"_s, u"softhsm/libsofthsm2.so"_s, u"pkcs11/libsofthsm2.so"_s })
            if (const QString path = folder + u'/' + name; QFileInfo(path).isFile())
                found.append(path);
    return found;
}

Result<QStringList> note_token_key(const QString &name, const pki::TokenLocation &location, const KeyFolder &folder)
{
    const Result<pki::CredentialFile> file = pki::read_credential_file(QDir(folder.path()).filePath(name + u".crt"_s));
    if (!file)
        return failure(file.error());
    const Result<TokenKeys::Made> key = folder.find_token_key(location);
    if (!key)
        return failure(key.error());
    if (file->certificates.isEmpty() || !key->signer->belongs_to(file->certificates.constFirst()))
        return bad_input(
            u"key-mismatch"_s, tr("The %1 does not belong to this CA.").arg(key->signer->description()), tr("Choose the key that was made with it."));
    return keep_token_location(folder.path(), name, key->location).transform([&] { return QStringList(name); });
}

} // namespace espseal::studio
