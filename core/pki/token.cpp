// SPDX-License-Identifier: Apache-2.0
#include "core/pki/token.h"

#include "core/base/files.h"
#include "core/pki/messages.h"
#include "core/pki/signer_process.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr Size token_file_limit(64u << 10);

} // namespace

bool matches(const Token &token, const TokenUri &uri)
{
    const auto fits = [](const QString &wanted, const QString &has) { return wanted.isEmpty() || wanted == has; };
    return fits(uri.token, token.label) && fits(uri.manufacturer, token.manufacturer) && fits(uri.model, token.model) && fits(uri.serial, token.serial);
}

QString Token::uri() const
{
    return to_string({ .token = label, .manufacturer = {}, .model = {}, .serial = serial, .object = {}, .id = {}, .module = {} });
}

QString Token::uri(const TokenKey &key) const
{
    return to_string({ .token = label, .manufacturer = {}, .model = {}, .serial = serial, .object = key.label, .id = key.id, .module = {} });
}

Result<QList<Token>> list_tokens(const TokenLocation &location, const TokenAccess &access)
{
    const auto uri = location.uri.isEmpty() ? Result<TokenUri>(TokenUri()) : parse_token_uri(location.uri);
    if (!uri)
        return failure(uri.error());
    const auto process = SignerProcess::start(location.module.isEmpty() ? uri->module : location.module, access);
    if (!process)
        return failure(process.error());
    auto reply = (*process)->ask({ .action = TokenAction::list });
    if (!reply)
        return failure(reply.error());
    if (access.pin) {
        for (Token &token : reply->tokens) {
            if (!matches(token, *uri) || !token.needs_pin)
                continue;
            TokenUri one;
            one.token = token.label;
            one.serial = token.serial;
            auto opened = (*process)->login(one, access.pin);
            if (!opened)
                return failure(opened.error());
            token = *std::move(opened);
        }
    }
    if (!location.uri.isEmpty())
        reply->tokens.removeIf([&](const Token &token) { return !matches(token, *uri); });
    return std::move(reply->tokens);
}

Result<TokenLocation> read_token_file(const QString &path)
{
    const auto bytes = read_file(path, token_file_limit);
    if (!bytes)
        return failure(bytes.error());
    const QJsonObject object = QJsonDocument::fromJson(*bytes).object();
    TokenLocation location { object.value("module"_L1).toString(), object.value("uri"_L1).toString() };
    if (object.value("schema"_L1).toInt() != 1 || location.module.isEmpty() || location.uri.isEmpty())
        return bad_input(u"token-file"_s, Messages::tr("%1 does not say where a key on a token is.").arg(path),
            Messages::tr("It needs \"schema\": 1, \"module\" and \"uri\"; `espseal ca new --token` writes it."));
    return location;
}

QByteArray token_file(const TokenLocation &location)
{
    return QJsonDocument({ { u"schema"_s, 1 }, { u"module"_s, location.module }, { u"uri"_s, location.uri } }).toJson();
}

} // namespace espseal::pki
