// SPDX-License-Identifier: Apache-2.0
#include "app/cli/pki/credential_output.h"

#include "app/cli/pki/options.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

Result<CredentialOutput> CredentialOutput::to(const QString &folder, std::optional<SecureBytes> password)
{
    auto staged = pki::StagedFolder::beside(folder);
    if (!staged)
        return failure(staged.error());
    return CredentialOutput(folder, std::move(*staged), std::move(password));
}

Result<void> CredentialOutput::add(const QString &name, const QList<pki::Certificate> &certificates)
{
    QByteArray text;
    for (const pki::Certificate &certificate : certificates)
        text += certificate.pem();
    return staged_.add(name + u".crt"_s, text);
}

Result<void> CredentialOutput::add(const QString &name, const pki::PrivateKey &key)
{
    const auto pem = password_ ? key.to_encrypted_pem(*password_) : key.to_pem();
    return pem ? staged_.add(name + u".key"_s, pem->view(), FileMode::secret) : failure(pem.error());
}

Result<void> CredentialOutput::add(const QString &name, const pki::CertificateRequest &request)
{
    return staged_.add(name + u".csr"_s, request.pem());
}

Result<void> CredentialOutput::add(const QString &name, const pki::Crl &crl)
{
    return staged_.add(name + u".crl"_s, crl.pem());
}

Result<QStringList> CredentialOutput::commit(bool replace)
{
    return staged_.commit(overwrite(replace)).transform([this] {
        QStringList paths;
        for (const QString &path : staged_.paths())
            paths << folder_ + u'/' + path;
        return paths;
    });
}

} // namespace espseal::cli
