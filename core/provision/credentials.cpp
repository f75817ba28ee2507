// SPDX-License-Identifier: Apache-2.0
#include "core/provision/credentials.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include "core/pki/credential_file.h"
#include "core/pki/key_id.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::provision {

namespace {

constexpr auto endings = { "crt"_L1, "pem"_L1, "cer"_L1, "der"_L1, "key"_L1, "p12"_L1 };
constexpr auto blob_names = { "esp_cert_private_key.bin"_L1, "esp_ca_cert.bin"_L1 };

QString text(const char *source)
{
    return QCoreApplication::translate("espseal::provision", source);
}

// What the vault calls the key of these files' own certificate; empty: it has none. The chain's keys may be there too and are not meant.
QString name_in_vault(const pki::KeyStore &keys, const QList<pki::Certificate> &certificates, const QString &name)
{
    const auto leaf = std::ranges::find_if(certificates, [](const pki::Certificate &certificate) { return !certificate.is_ca(); });
    const auto own = leaf == certificates.end() ? certificates.begin() : leaf;
    if (own != certificates.end()) {
        if (const QString id = pki::key_id(*own); keys.contains(id))
            return id;
    }
    return keys.contains(name) ? name : QString();
}

} // namespace

CredentialFolder::CredentialFolder(QString folder, pki::PasswordPrompt prompt)
    : folder_(std::move(folder))
    , prompt_(std::move(prompt))
{
}

Result<CredentialFolder::Files> CredentialFolder::files(const QString &name) const
{
    const QDir folder(folder_);
    const QString path = folder.filePath(name);
    if (QFileInfo(path).isFile())
        return Files { { path }, {} };
    Files found;
    const auto take = [](QStringList &list, const QString &file) {
        if (QFileInfo(file).isFile())
            list << file;
    };
    const bool is_folder = QFileInfo(path).isDir();
    for (const QLatin1StringView ending : endings) {
        if (!is_folder) {
            take(found.own, path + u'.' + ending);
            continue;
        }
        for (const QString &file : QDir(path).entryList({ u"*."_s + ending }, QDir::Files, QDir::Name))
            found.own << QDir(path).filePath(file);
    }
    for (const QLatin1StringView blob : blob_names) {
        if (is_folder)
            take(found.blobs, QDir(path).filePath(blob));
    }
    if (!is_folder)
        take(found.blobs, path + ".bin"_L1);
    if (found.own.isEmpty() && found.blobs.isEmpty())
        return bad_input(u"credential-missing"_s, text("The plan asks for the credential “%1”, but %2 has no file for it.").arg(name, folder_),
            text("Put %1.crt (and %1.key for an identity) there, or name another folder with --credentials.").arg(name));
    return found;
}

Result<QList<pki::Certificate>> CredentialFolder::certificates(const QString &name) const
{
    return files(name).and_then([this](const Files &found) -> Result<QList<pki::Certificate>> {
        QStringList without_keys;
        for (const QString &path : found.own) {
            if (found.own.size() == 1 || !path.endsWith(".key"_L1))
                without_keys << path;
        }
        auto read = pki::read_credential_files(without_keys, prompt_);
        if (read && read->certificates.isEmpty())
            read = pki::read_credential_files(found.blobs, prompt_);
        if (!read)
            return failure(read.error());
        return std::move(read->certificates);
    });
}

Result<QList<pki::Certificate>> CredentialFolder::cas(const QString &name) const
{
    // The CA's own key may lie beside it, locked; a device never gets it, so it is not opened.
    const auto all = certificates(name);
    if (!all)
        return all;
    QList<pki::Certificate> cas;
    for (const pki::Certificate &certificate : *all) {
        if (certificate.is_ca())
            cas << certificate;
    }
    if (cas.isEmpty())
        return bad_input(
            u"not-a-ca"_s, text("The credential “%1” holds no CA certificate.").arg(name), text("Give the certificate of the CA that signs the peer's."));
    return cas;
}

Result<QList<pki::PrivateKey>> CredentialFolder::keys_in_vault(const QString &name, const QList<pki::Certificate> &certificates) const
{
    const QDir folder(folder_);
    if (const QString own = folder.filePath(name) + u'/' + pki::vault_file_name; pki::KeyStore::is_there(own))
        return pki::read_credential_file(own, prompt_).transform([](const pki::CredentialFile &file) { return file.keys; });
    const QString beside = folder.filePath(pki::vault_file_name);
    if (!pki::KeyStore::is_there(beside))
        return QList<pki::PrivateKey>();
    return pki::KeyStore::open(beside, prompt_)
        .and_then([&](const pki::KeyStore &keys) {
            const QString id = name_in_vault(keys, certificates, name);
            return keys.key(id.isEmpty() ? name : id);
        })
        .transform([](const pki::PrivateKey &key) { return QList { key }; });
}

Result<pki::Identity> CredentialFolder::identity(const QString &name) const
{
    const auto found = files(name);
    if (!found)
        return failure(found.error());
    auto read = pki::read_credential_files(found->own, prompt_);
    if (read && read->keys.isEmpty() && !found->blobs.isEmpty())
        read = pki::read_credential_files(found->own + found->blobs, prompt_);
    if (!read)
        return failure(read.error());
    if (!read->keys.isEmpty())
        return pki::Identity::find(read->certificates, read->keys);
    return keys_in_vault(name, read->certificates).and_then([&](const QList<pki::PrivateKey> &keys) { return pki::Identity::find(read->certificates, keys); });
}

CredentialVault::CredentialVault(QString folder, const pki::KeyStore &keys, pki::PasswordPrompt prompt)
    : folder_(std::move(folder), std::move(prompt))
    , keys_(keys)
{
}

Result<QList<pki::Certificate>> CredentialVault::cas(const QString &name) const
{
    return folder_.cas(name);
}

Result<pki::Identity> CredentialVault::identity(const QString &name) const
{
    const auto certificates = folder_.certificates(name);
    const QString id = certificates ? name_in_vault(keys_, *certificates, name) : QString();
    if (id.isEmpty())
        return folder_.identity(name);
    return keys_.key(id).and_then([&](const pki::PrivateKey &key) { return pki::Identity::find(*certificates, { key }); });
}

} // namespace espseal::provision
