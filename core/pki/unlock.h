// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/secure_bytes.h"
#include "core/pki/kdf_budget.h"
#include "core/pki/openssl.h"
#include "core/pki/password.h"

namespace espseal::pki {

// Opens what a password locks in one file.
class Unlocker {
public:
    Unlocker(QString name, const PasswordPrompt &prompt)
        : name_(std::move(name))
        , prompt_(prompt)
    {
    }

    [[nodiscard]] const QString &name() const { return name_; }
    [[nodiscard]] KdfBudget &budget() { return budget_; }
    // Set by whoever needed OpenSSL's legacy algorithms to open something.
    [[nodiscard]] bool &used_legacy() { return used_legacy_; }

    // Asks. Error: "password-needed".
    [[nodiscard]] Result<SecureBytes> password() const;
    // The key in an encrypted PKCS#8.
    [[nodiscard]] Result<PKey> open(const X509_SIG *encrypted);
    [[nodiscard]] Result<PKey> open(const X509_SIG *encrypted, const SecureBytes &password);

    [[nodiscard]] std::unexpected<Error> wrong_password() const;
    [[nodiscard]] std::unexpected<Error> too_costly() const;
    // An algorithm that this OpenSSL does not have, or else the wrong password; from OpenSSL's error queue.
    [[nodiscard]] std::unexpected<Error> why_locked() const;

private:
    QString name_;
    const PasswordPrompt &prompt_;
    KdfBudget budget_;
    bool used_legacy_ = false;
};

} // namespace espseal::pki
