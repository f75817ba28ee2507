// SPDX-License-Identifier: Apache-2.0
#include "app/cli/pki/ca_access.h"

#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "core/pki/credential_file.h"
#include "core/pki/key_store.h"
#include "core/pki/token_signer.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

// Paths and location of one CA, wherever its key is.
struct CaFiles {
    QString certificate;
    QString key; // empty: on a token
    pki::TokenLocation token;
};

Result<CaFiles> files_of(const CaAccess &ca)
{
    CaFiles files { .certificate = to_qt(ca.certificate), .key = to_qt(ca.key), .token = { to_qt(ca.token_options.module), to_qt(ca.token) } };
    if (!ca.folder.empty()) {
        const QString folder = to_qt(ca.folder);
        files.certificate = folder + u"/ca.crt"_s;
        files.key = folder + u"/ca.key"_s;
        const QString token_file = folder + u'/' + pki::token_file_name;
        if (QFileInfo::exists(files.key))
            return files;
        if (!QFileInfo::exists(token_file)) {
            if (const QString vault = folder + u'/' + pki::vault_file_name; pki::KeyStore::is_there(vault))
                files.key = vault;
            return files;
        }
        files.key.clear();
        auto location = pki::read_token_file(token_file);
        if (!location)
            return failure(location.error());
        files.token.uri = location->uri;
        if (files.token.module.isEmpty())
            files.token.module = location->module;
        return files;
    }
    if (files.certificate.isEmpty() || (files.key.isEmpty() && files.token.uri.isEmpty()))
        return usage_error(
            u"ca-missing"_s, PkiText::tr("There is no CA to sign with."), PkiText::tr("Give --ca DIR, or --ca-cert FILE with --ca-key FILE or --token URI."));
    return files;
}

Result<std::shared_ptr<const pki::Signer>> open_token(const Session &session, const CaAccess &ca, const pki::TokenLocation &location)
{
    auto signer = pki::TokenSigner::open(location, ca.token_options.access(session));
    if (!signer)
        return failure(signer.error());
    session.note(PkiText::tr("Signing with %1.").arg((*signer)->description()));
    return std::shared_ptr<const pki::Signer>(std::move(*signer));
}

// With the root of the CA's folder, which the chain that peers get is without.
Result<pki::CredentialFile> with_root(const CaAccess &ca, const QStringList &paths, const pki::PasswordPrompt &prompt)
{
    const QString root = to_qt(ca.folder) + u"/root.crt"_s;
    return pki::read_credential_files(!ca.folder.empty() && QFileInfo::exists(root) ? paths + QStringList { root } : paths, prompt);
}

// Of several keys, which a vault has, the first certificate's: that is the CA, those behind it are above it.
const pki::PrivateKey &key_for(const QList<pki::Certificate> &certificates, const QList<pki::PrivateKey> &keys)
{
    for (const pki::Certificate &certificate : certificates) {
        const auto key = std::ranges::find_if(keys, [&](const pki::PrivateKey &each) { return certificate.matches(each); });
        if (key != keys.end())
            return *key;
    }
    return keys.first();
}

std::unexpected<Error> mismatch(const pki::Signer &signer, const CaFiles &files)
{
    return bad_input(u"key-mismatch"_s, PkiText::tr("The %1 does not belong to the CA in %2.").arg(signer.description(), files.certificate),
        PkiText::tr("Give the key that was made with this CA."));
}

// The certificate of the signer's key first.
Result<OpenedCa> fit(std::shared_ptr<const pki::Signer> signer, QList<pki::Certificate> certificates, const CaFiles &files)
{
    const auto own = std::ranges::find_if(certificates, [&](const pki::Certificate &certificate) { return signer->belongs_to(certificate); });
    if (own == certificates.end())
        return mismatch(*signer, files);
    pki::Certificate certificate = std::move(*own);
    certificates.erase(own);
    const QJsonObject audit = audit_of(*signer);
    return OpenedCa { std::move(certificate), std::move(certificates), std::move(signer), audit };
}

} // namespace

pki::IssuingCa OpenedCa::issuing() const
{
    return pki::IssuingCa::among(chain, certificate, signer);
}

std::optional<pki::Certificate> OpenedCa::root() const
{
    return certificate.is_self_issued() ? certificate : issuing().root;
}

void TokenOptions::add_to(CLI::App &command)
{
    command.add_option("--module", module, "PKCS#11 module (.so) of the token's maker");
    pin.add_pin_to(command, "--pin", "is the token's PIN");
}

pki::TokenAccess TokenOptions::access(const Session &session) const
{
    return { .pin = pin.prompt(session), .job = session.job(), .program = {} };
}

void CaAccess::add_to(CLI::App &command)
{
    auto *folder_option = command.add_option("--ca", folder, "Folder of the CA: ca.crt, and ca.key, keys.vault or ca.token.json");
    command.add_option("--ca-cert", certificate, "Certificate of the CA")->excludes(folder_option);
    auto *key_option = command.add_option("--ca-key", key, "Key of the CA")->excludes(folder_option);
    command.add_option("--token", token, "PKCS#11 URI of the CA's key: pkcs11:token=NAME;object=KEY")->excludes(folder_option)->excludes(key_option);
    token_options.add_to(command);
    password.add_to(command, "--ca-password", "opens the CA's key, where it is not that of the new key");
}

QString CaAccess::home() const
{
    return to_qt(folder);
}

Result<OpenedCa> CaAccess::open(const Session &session, const PasswordSource &other) const
{
    const auto files = files_of(*this);
    if (!files)
        return failure(files.error());
    const auto prompt = password.prompt(session, other);
    if (files->key.isEmpty()) {
        auto certificates = with_root(*this, { files->certificate }, prompt);
        if (!certificates)
            return failure(certificates.error());
        return open_token(session, *this, files->token).and_then([&](std::shared_ptr<const pki::Signer> signer) {
            return fit(std::move(signer), certificates->certificates, *files);
        });
    }
    auto read = with_root(*this, { files->certificate, files->key }, prompt);
    if (!read)
        return failure(read.error());
    if (read->keys.isEmpty())
        return bad_input(u"no-key"_s, PkiText::tr("There is no private key in %1.").arg(files->key), PkiText::tr("Give the CA's key."));
    return fit(std::make_shared<const pki::KeySigner>(key_for(read->certificates, read->keys)), read->certificates, *files);
}

Result<pki::Certificate> CaAccess::read_certificate() const
{
    const auto files = files_of(*this);
    if (!files)
        return failure(files.error());
    const auto read = pki::read_credential_file(files->certificate);
    if (!read)
        return failure(read.error());
    if (read->certificates.isEmpty())
        return bad_input(
            u"no-certificate"_s, PkiText::tr("There is no certificate in %1.").arg(files->certificate), PkiText::tr("Give the certificate of the CA."));
    return read->certificates.first();
}

QJsonObject audit_of(const pki::Signer &signer)
{
    QJsonObject object { { u"key"_s, signer.description() } };
    if (const auto *token = dynamic_cast<const pki::TokenSigner *>(&signer)) {
        object.insert(u"token"_s, token->token().label);
        object.insert(u"token_serial"_s, token->token().serial);
        object.insert(u"key_id"_s, QString::fromLatin1(token->key().id.toHex()));
    }
    return object;
}

} // namespace espseal::cli
