// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pki/certificate.h"
#include "core/pki/crl.h"
#include "core/pki/private_key.h"
#include "core/pki/request.h"
#include "core/pki/staged_folder.h"

#include <optional>

namespace espseal::cli {

// A folder of .crt and .key files that appear together. Keys are encrypted with `password`; without one they are plain. Always 0600.
class CredentialOutput {
public:
    [[nodiscard]] static Result<CredentialOutput> to(const QString &folder, std::optional<SecureBytes> password);

    // NAME.crt
    [[nodiscard]] Result<void> add(const QString &name, const QList<pki::Certificate> &certificates);
    // NAME.key
    [[nodiscard]] Result<void> add(const QString &name, const pki::PrivateKey &key);
    // A file of that name, readable by others.
    [[nodiscard]] Result<void> add_file(const QString &name, const QByteArray &bytes) { return staged_.add(name, bytes); }
    // NAME.csr
    [[nodiscard]] Result<void> add(const QString &name, const pki::CertificateRequest &request);
    // NAME.crl
    [[nodiscard]] Result<void> add(const QString &name, const pki::Crl &crl);
    // The paths of what was written.
    [[nodiscard]] Result<QStringList> commit(bool replace);

private:
    CredentialOutput(QString folder, pki::StagedFolder staged, std::optional<SecureBytes> password)
        : folder_(std::move(folder))
        , staged_(std::move(staged))
        , password_(std::move(password))
    {
    }

    QString folder_;
    pki::StagedFolder staged_;
    std::optional<SecureBytes> password_;
};

} // namespace espseal::cli
