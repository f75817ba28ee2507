// SPDX-License-Identifier: Apache-2.0
// Keys on PKCS#11 tokens (smart cards, USB keys, HSMs). A module, which is somebody else's code, is loaded only by the program espseal-signer.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/pki/password.h"
#include "core/pki/token_uri.h"

namespace espseal::pki {

struct TokenKey {
    QString label;
    QByteArray id; // CKA_ID
    QString algorithm; // "RSA-2048", "P-256"; "unknown"
    bool stays_on_token = false; // never extractable, always sensitive

    bool operator==(const TokenKey &) const = default;
};

// How near the PIN is to being locked, as far as the token tells.
enum class PinState { fine, wrong_before, last_try, locked, not_set };

struct Token {
    QString label;
    QString manufacturer;
    QString model;
    QString serial;
    bool needs_pin = true;
    bool has_pin_pad = false; // the PIN is typed there, not here
    PinState pin = PinState::fine;
    QList<TokenKey> keys; // private keys that are visible: without the PIN often none

    // The token, and one of its keys.
    [[nodiscard]] QString uri() const;
    [[nodiscard]] QString uri(const TokenKey &key) const;
};

// Token, manufacturer, model and serial, those that the URI has.
[[nodiscard]] bool matches(const Token &token, const TokenUri &uri);

// Where a key is.
struct TokenLocation {
    QString module; // the .so
    QString uri;
};

// The program that loads modules: beside this one, or where it was installed. Error: "signer-missing".
[[nodiscard]] Result<QString> signer_program();

struct TokenAccess {
    PasswordPrompt pin; // asked once, with the token's name; empty: nobody to ask
    Job job; // stops waiting for the token
    QString program; // espseal-signer; empty: signer_program()
};

// The tokens of a module, with their keys; with a PIN prompt also those keys that only their owner sees, for the tokens that `uri` matches.
// Errors: "token-module-missing", "token-module-unusable", "token-module-crashed", "token-timeout", those of PINs, "cancelled".
[[nodiscard]] Result<QList<Token>> list_tokens(const TokenLocation &location, const TokenAccess &access);

// A file that stands for a CA's key on a token: location only, no PIN. Errors: those of files; "token-file".
[[nodiscard]] Result<TokenLocation> read_token_file(const QString &path);
[[nodiscard]] QByteArray token_file(const TokenLocation &location);
inline constexpr QLatin1StringView token_file_name("ca.token.json"); // in a CA's folder, in place of ca.key

} // namespace espseal::pki
