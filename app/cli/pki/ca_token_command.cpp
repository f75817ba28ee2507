// SPDX-License-Identifier: Apache-2.0
// espseal ca token list
#include "app/cli/pki/ca_access.h"
#include "app/cli/pki/commands.h"
#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct ListOptions {
    std::string uri;
    bool log_in = false;
    TokenOptions token;
};

QString pin_text(const pki::Token &token)
{
    switch (token.pin) {
    case pki::PinState::fine:
        return token.needs_pin ? PkiText::tr("wants a PIN") : PkiText::tr("wants no PIN");
    case pki::PinState::wrong_before:
        return PkiText::tr("a wrong PIN was given before");
    case pki::PinState::last_try:
        return PkiText::tr("one more wrong PIN locks it");
    case pki::PinState::locked:
        return PkiText::tr("PIN locked");
    case pki::PinState::not_set:
        return PkiText::tr("no PIN set");
    }
    return {};
}

QString pin_code(pki::PinState pin)
{
    switch (pin) {
    case pki::PinState::fine:
        break;
    case pki::PinState::wrong_before:
        return u"wrong-before"_s;
    case pki::PinState::last_try:
        return u"last-try"_s;
    case pki::PinState::locked:
        return u"locked"_s;
    case pki::PinState::not_set:
        return u"not-set"_s;
    }
    return u"fine"_s;
}

QJsonObject to_json(const pki::Token &token)
{
    QJsonArray keys;
    for (const pki::TokenKey &key : token.keys)
        keys << QJsonObject { { u"label"_s, key.label }, { u"id"_s, QString::fromLatin1(key.id.toHex()) }, { u"key"_s, key.algorithm },
            { u"stays_on_token"_s, key.stays_on_token }, { u"uri"_s, token.uri(key) } };
    return { { u"label"_s, token.label }, { u"manufacturer"_s, token.manufacturer }, { u"model"_s, token.model }, { u"serial"_s, token.serial },
        { u"needs_pin"_s, token.needs_pin }, { u"pin"_s, pin_code(token.pin) }, { u"uri"_s, token.uri() }, { u"keys"_s, keys } };
}

QStringList describe(const pki::Token &token)
{
    QStringList lines { PkiText::tr("%1: %2 %3, serial %4, %5").arg(token.label, token.manufacturer, token.model, token.serial, pin_text(token)),
        u"  "_s + token.uri() };
    for (const pki::TokenKey &key : token.keys) {
        lines << u"  %1, %2, %3"_s.arg(key.label, key.algorithm, key.stays_on_token ? PkiText::tr("stays on the token") : PkiText::tr("can be copied"));
        lines << u"    "_s + token.uri(key);
    }
    return lines;
}

Result<Outcome> list(const ListOptions &options, const Session &session)
{
    if (options.token.module.empty() && options.uri.empty())
        return usage_error(u"token-module-missing"_s, PkiText::tr("There is no PKCS#11 module to ask."), PkiText::tr("Name it with --module F."));
    pki::TokenAccess access = options.token.access(session);
    if (!options.log_in && !options.token.pin.is_given())
        access.pin = {};
    const auto tokens = pki::list_tokens({ to_qt(options.token.module), to_qt(options.uri) }, access);
    if (!tokens)
        return failure(tokens.error());
    QJsonArray array;
    QStringList lines;
    for (const pki::Token &token : *tokens) {
        array << to_json(token);
        lines << describe(token);
    }
    if (lines.isEmpty())
        lines << PkiText::tr("There is no token.");
    return Outcome { .json = { { u"ok"_s, true }, { u"tokens"_s, array } }, .text = lines.join(u'\n') };
}

} // namespace

void add_ca_token_command(CLI::App &ca, Session &session)
{
    CLI::App *token = ca.add_subcommand("token", "PKCS#11 tokens: smart cards, USB keys, HSMs")->require_subcommand(1);
    auto options = std::make_shared<ListOptions>();
    CLI::App *command = token->add_subcommand("list", "The tokens of a module and the private keys on them");
    command->add_option("--token", options->uri, "Only tokens that this PKCS#11 URI matches");
    command->add_flag("--login", options->log_in, "Ask for PINs: private keys are often visible only then");
    options->token.add_to(*command);
    command->callback([options, &session] { session.choose([options](Session &chosen) { return list(*options, chosen); }); });
}

} // namespace espseal::cli
