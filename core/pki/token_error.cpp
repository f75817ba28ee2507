// SPDX-License-Identifier: Apache-2.0
// Why a token did not do what it was asked to, in sentences.
#include "core/pki/messages.h"
#include "core/pki/signer_process.h"

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

QString names_of(const QList<Token> &tokens)
{
    QStringList names;
    for (const Token &token : tokens)
        names << u"“%1”"_s.arg(token.label);
    return names.isEmpty() ? Messages::tr("none") : names.join(u", "_s);
}

QString keys_of(const QList<Token> &tokens)
{
    QStringList names;
    for (const Token &token : tokens) {
        for (const TokenKey &key : token.keys)
            names << u"“%1”"_s.arg(key.label);
    }
    return names.isEmpty() ? Messages::tr("none") : names.join(u", "_s);
}

QString what_is_left(const QList<Token> &tokens)
{
    switch (tokens.isEmpty() ? PinState::wrong_before : tokens.first().pin) {
    case PinState::locked:
        return Messages::tr("The token has locked the PIN: its security officer must set a new one.");
    case PinState::last_try:
        return Messages::tr("One try is left; after that the token locks itself. Make sure of the PIN first.");
    case PinState::fine:
    case PinState::wrong_before:
    case PinState::not_set:
        break;
    }
    return Messages::tr("Try again with the right one; a token locks itself after a few wrong ones, and this one does not tell how many.");
}

} // namespace

std::unexpected<Error> pin_needed(const Token &token)
{
    return bad_input(u"token-pin-needed"_s, Messages::tr("The token %1 wants its PIN.").arg(token.label),
        Messages::tr("Type it at a terminal, or give --pin-file FILE or --pin-fd N."));
}

std::unexpected<Error> token_error(const TokenReply &reply, const QString &module, const TokenUri &uri)
{
    const QString code = u"token-"_s + reply.error;
    const QString where = reply.tokens.size() == 1 ? reply.tokens.first().label : uri.token;
    const auto refuse = [&](const QString &message, const QString &fix) { return bad_input(code, message, fix, reply.detail); };
    if (reply.error == "module-unusable"_L1)
        return refuse(Messages::tr("%1 is no PKCS#11 module that works here.").arg(module),
            Messages::tr("Name the .so file of your token's maker; the detail says what the system found wrong with it."));
    if (reply.error == "missing"_L1)
        return refuse(Messages::tr("No token matches %1; there are: %2.").arg(to_string(uri), names_of(reply.tokens)),
            Messages::tr("Plug it in, or correct the name; `espseal ca token list --module F` shows all."));
    if (reply.error == "ambiguous"_L1)
        return refuse(Messages::tr("More than one token matches %1: %2.").arg(to_string(uri), names_of(reply.tokens)),
            Messages::tr("Add token=NAME or serial=NUMBER to the URI."));
    if (reply.error == "pin-wrong"_L1)
        return refuse(Messages::tr("The PIN of the token %1 is wrong.").arg(where), what_is_left(reply.tokens));
    if (reply.error == "pin-locked"_L1)
        return refuse(Messages::tr("The PIN of the token %1 is locked after too many wrong ones.").arg(where),
            Messages::tr("Its security officer must set a new one, for example with: pkcs11-tool --init-pin"));
    if (reply.error == "pin-not-set"_L1)
        return refuse(Messages::tr("The token %1 has no PIN yet.").arg(where), Messages::tr("Set one, for example with: pkcs11-tool --init-pin"));
    if (reply.error == "key-missing"_L1)
        return refuse(Messages::tr("There is no such private key on the token %1; there are: %2.").arg(where, keys_of(reply.tokens)),
            Messages::tr("Correct object=NAME or id=... in the URI."));
    if (reply.error == "key-ambiguous"_L1)
        return refuse(Messages::tr("More than one private key on the token %1 matches: %2.").arg(where, keys_of(reply.tokens)),
            Messages::tr("Add object=NAME or id=... to the URI."));
    if (reply.error == "key-exists"_L1)
        return refuse(Messages::tr("The token %1 has a key “%2” already.").arg(where, uri.object),
            Messages::tr("Take another name with object=NAME; keys on a token are never replaced."));
    if (reply.error == "key-unsupported"_L1)
        return refuse(
            Messages::tr("The token %1 cannot make or use such a key.").arg(where), Messages::tr("Take another kind with --key, for example rsa:2048."));
    if (reply.error == "gone"_L1)
        return failure(
            { ErrorKind::failed, code, Messages::tr("The token %1 was pulled out.").arg(where), Messages::tr("Plug it in and try again."), reply.detail });
    return failure({ ErrorKind::failed, code, Messages::tr("The token %1 refused.").arg(where),
        Messages::tr("The detail is the token's own reason; its maker's manual says what it means."), reply.detail });
}

} // namespace espseal::pki
