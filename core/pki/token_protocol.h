// SPDX-License-Identifier: Apache-2.0
// What espseal and espseal-signer say to each other over a socket that is the signer's standard input and output. A request is a head of two lengths
// (32 bits each, big endian), CBOR of the first length, and the PIN, of the second. A reply is one length and CBOR. The two come from one build:
// there are no versions.
#pragma once

#include "core/pki/key_spec.h"
#include "core/pki/token.h"

namespace espseal::pki {

enum class TokenAction {
    load, // the module; first of all
    list, // tokens and what keys are visible
    look, // which token `uri` names, and how it is
    login, // to that token
    find, // the one key that `uri` names; it is the one that signs
    generate, // a key of `key`, named as `uri` says; it is the one that signs
    sign, // `data`
};

struct TokenRequest {
    TokenAction action = TokenAction::list;
    QString module;
    TokenUri uri;
    KeySpec key;
    QString digest; // OpenSSL's name
    QByteArray data; // what is hashed and signed

    [[nodiscard]] QByteArray to_bytes() const;
    [[nodiscard]] static std::optional<TokenRequest> parse(const QByteArray &bytes);
};

struct TokenReply {
    QString error; // code of the error without "token-": "pin-wrong"; empty: it worked
    QString detail; // technical: "CKR_PIN_INCORRECT", what dlopen said
    QList<Token> tokens; // list: all; look, login, find, generate and their errors: the one
    QByteArray bytes; // find, generate: the public key (SubjectPublicKeyInfo); sign: the signature as X.509 has it

    [[nodiscard]] QByteArray to_bytes() const;
    [[nodiscard]] static std::optional<TokenReply> parse(const QByteArray &bytes);
};

// Neither side believes a longer one: a CRL with a million entries has 40 MB.
inline constexpr std::uint32_t longest_token_message = 64u << 20;
inline constexpr std::uint32_t longest_pin = 4096;

} // namespace espseal::pki
