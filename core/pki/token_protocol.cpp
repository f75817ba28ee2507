// SPDX-License-Identifier: Apache-2.0
#include "core/pki/token_protocol.h"

#include <QCborArray>
#include <QCborMap>
#include <QCborValue>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

QCborArray to_cbor(const TokenUri &uri)
{
    return { uri.token, uri.manufacturer, uri.model, uri.serial, uri.object, uri.id, uri.module };
}

TokenUri to_uri(const QCborArray &parts)
{
    return { parts.at(0).toString(), parts.at(1).toString(), parts.at(2).toString(), parts.at(3).toString(), parts.at(4).toString(), parts.at(5).toByteArray(),
        parts.at(6).toString() };
}

QCborArray to_cbor(const Token &token)
{
    QCborArray keys;
    for (const TokenKey &key : token.keys)
        keys.append(QCborArray { key.label, key.id, key.algorithm, key.stays_on_token });
    return { token.label, token.manufacturer, token.model, token.serial, token.needs_pin, token.has_pin_pad, static_cast<int>(token.pin), keys };
}

Token to_token(const QCborArray &parts)
{
    const auto pin = parts.at(6).toInteger();
    Token token { parts.at(0).toString(), parts.at(1).toString(), parts.at(2).toString(), parts.at(3).toString(), parts.at(4).toBool(), parts.at(5).toBool(),
        pin >= 0 && pin <= int(PinState::not_set) ? static_cast<PinState>(pin) : PinState::fine, {} };
    for (const auto &value : parts.at(7).toArray()) {
        const QCborArray key = value.toArray();
        token.keys.append({ key.at(0).toString(), key.at(1).toByteArray(), key.at(2).toString(), key.at(3).toBool() });
    }
    return token;
}

} // namespace

QByteArray TokenRequest::to_bytes() const
{
    return QCborArray { static_cast<int>(action), module, to_cbor(uri), static_cast<int>(key.type), key.bits, digest, data }.toCborValue().toCbor();
}

std::optional<TokenRequest> TokenRequest::parse(const QByteArray &bytes)
{
    const QCborArray parts = QCborValue::fromCbor(bytes).toArray();
    const auto action = parts.at(0).toInteger(-1);
    if (parts.size() != 7 || action < 0 || action > int(TokenAction::sign))
        return std::nullopt;
    return TokenRequest { static_cast<TokenAction>(action), parts.at(1).toString(), to_uri(parts.at(2).toArray()),
        { static_cast<KeyType>(parts.at(3).toInteger()), static_cast<int>(parts.at(4).toInteger()) }, parts.at(5).toString(), parts.at(6).toByteArray() };
}

QByteArray TokenReply::to_bytes() const
{
    QCborArray list;
    for (const Token &token : tokens)
        list.append(to_cbor(token));
    return QCborArray { error, detail, list, bytes }.toCborValue().toCbor();
}

std::optional<TokenReply> TokenReply::parse(const QByteArray &bytes)
{
    const QCborArray parts = QCborValue::fromCbor(bytes).toArray();
    if (parts.size() != 4)
        return std::nullopt;
    TokenReply reply { parts.at(0).toString(), parts.at(1).toString(), {}, parts.at(3).toByteArray() };
    for (const auto &value : parts.at(2).toArray())
        reply.tokens.append(to_token(value.toArray()));
    return reply;
}

} // namespace espseal::pki
