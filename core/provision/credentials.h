// SPDX-License-Identifier: Apache-2.0
// Where the certificates and keys come from that a plan's regions name in `Region::credential`.
#pragma once

#include <QString>

#include "core/base/error.h"
#include "core/pki/identity.h"
#include "core/pki/key_store.h"
#include "core/pki/password.h"

namespace espseal::provision {

class CredentialSource {
public:
    CredentialSource() = default;
    CredentialSource(const CredentialSource &) = delete;
    CredentialSource &operator=(const CredentialSource &) = delete;
    virtual ~CredentialSource() = default;

    // Errors (bad_input): "credential-missing" and those of reading.
    [[nodiscard]] virtual Result<QList<pki::Certificate>> cas(const QString &name) const = 0;
    [[nodiscard]] virtual Result<pki::Identity> identity(const QString &name) const = 0;
};

// Files below a folder. A name stands for the folder of that name, for the file of that name, or for all of name.crt, .pem, .cer,
// .der, .key and .p12; files are recognised by content. What they lack is taken from blobs (esp_cert_private_key.bin and esp_ca_cert.bin in the folder of
// that name, or name.bin), then keys from a vault (keys.vault in the folder of that name, or beside it, where it is found by the certificate), which asks for
// its password. Blocking I/O; any thread, one at a time.
class CredentialFolder final : public CredentialSource {
public:
    explicit CredentialFolder(QString folder, pki::PasswordPrompt prompt = {});

    [[nodiscard]] Result<QList<pki::Certificate>> cas(const QString &name) const override;
    [[nodiscard]] Result<pki::Identity> identity(const QString &name) const override;
    // What the name's files hold, without those that end in .key: certificates of an identity whose key is elsewhere.
    [[nodiscard]] Result<QList<pki::Certificate>> certificates(const QString &name) const;

private:
    struct Files {
        QStringList own;
        QStringList blobs;
    };
    [[nodiscard]] Result<Files> files(const QString &name) const;
    // The keys of the vault that may have the name's; empty without a vault.
    [[nodiscard]] Result<QList<pki::PrivateKey>> keys_in_vault(const QString &name, const QList<pki::Certificate> &certificates) const;
    QString folder_;
    pki::PasswordPrompt prompt_;
};

// The same with a vault that is open already and is asked first. `keys` must outlive this.
class CredentialVault final : public CredentialSource {
public:
    CredentialVault(QString folder, const pki::KeyStore &keys, pki::PasswordPrompt prompt = {});

    [[nodiscard]] Result<QList<pki::Certificate>> cas(const QString &name) const override;
    [[nodiscard]] Result<pki::Identity> identity(const QString &name) const override;

private:
    CredentialFolder folder_;
    const pki::KeyStore &keys_;
};

} // namespace espseal::provision
