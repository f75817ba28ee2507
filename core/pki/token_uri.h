// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

#include "core/base/error.h"

namespace espseal::pki {

// A PKCS#11 URI (RFC 7512): which token, which object on it. Empty parts match everything.
struct TokenUri {
    QString token; // label
    QString manufacturer;
    QString model;
    QString serial;
    QString object; // label of the key
    QByteArray id; // CKA_ID of the key
    QString module; // query part "module-path"

    bool operator==(const TokenUri &) const = default;
};

// Errors (usage): "token-uri"; "token-uri-pin" (a PIN in the URI would be seen by everybody on this computer).
[[nodiscard]] Result<TokenUri> parse_token_uri(const QString &text);
[[nodiscard]] QString to_string(const TokenUri &uri);

} // namespace espseal::pki
