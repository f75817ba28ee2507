// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <p11-kit/pkcs11.h>

#include <expected>

namespace espseal::signer {

// Why the token did not: code as TokenReply::error has it, and the technical reason.
struct Refusal {
    QString code;
    QString detail;
};
template <class T> using Answer = std::expected<T, Refusal>;

// A PKCS#11 module, loaded and initialized. It is never finalised: this process ends by _exit, because modules and libraries that share OpenSSL
// tear each other down in the wrong order.
class Module {
public:
    [[nodiscard]] static Answer<Module> load(const QString &path);

    [[nodiscard]] CK_FUNCTION_LIST &operator*() const { return *functions_; }
    [[nodiscard]] CK_FUNCTION_LIST *operator->() const { return functions_; }

private:
    explicit Module(CK_FUNCTION_LIST *functions)
        : functions_(functions)
    {
    }
    CK_FUNCTION_LIST *functions_;
};

// "CKR_PIN_INCORRECT" or "CKR 0x80000001".
[[nodiscard]] QString name_of(CK_RV result);
// The code that fits what a call returned.
[[nodiscard]] std::unexpected<Refusal> refused(CK_RV result);
[[nodiscard]] std::unexpected<Refusal> refused(const QString &code, const QString &detail = {});

} // namespace espseal::signer
