// SPDX-License-Identifier: Apache-2.0
#include "app/signer/service.h"

#include <openssl/rand.h>

using namespace Qt::StringLiterals;

namespace espseal::signer {

namespace {

constexpr qsizetype key_id_size = 8;

QList<pki::TokenKey> keys_of(const QList<KeyObject> &objects)
{
    QList<pki::TokenKey> keys;
    for (const KeyObject &object : objects)
        keys.append(object.key);
    return keys;
}

pki::TokenReply about(const pki::Token &token)
{
    return { .tokens = { token } };
}

} // namespace

pki::TokenReply Service::answer(const pki::TokenRequest &request, const SecureBytes &pin)
{
    about_.clear();
    auto reply = handle(request, pin);
    if (reply)
        return *std::move(reply);
    return { .error = reply.error().code, .detail = reply.error().detail, .tokens = about_ };
}

Answer<pki::TokenReply> Service::handle(const pki::TokenRequest &request, const SecureBytes &pin)
{
    if (request.action == pki::TokenAction::load) {
        return Module::load(request.module).transform([&](const Module &module) {
            module_ = module;
            return pki::TokenReply();
        });
    }
    if (!module_)
        return refused(u"refused"_s, u"no module is loaded"_s);
    const Module &module = *module_;
    switch (request.action) {
    case pki::TokenAction::load:
    case pki::TokenAction::list:
        return list(module);
    case pki::TokenAction::look:
        return slot(module, request.uri).transform([](const Slot &found) { return about(found.token); });
    case pki::TokenAction::login:
        return login(module, request.uri, pin);
    case pki::TokenAction::find:
        return find(module, request.uri);
    case pki::TokenAction::generate:
        return generate(module, request.uri, request.key);
    case pki::TokenAction::sign:
        break;
    }
    if (!session_ || !key_)
        return refused(u"refused"_s, u"no key is chosen"_s);
    return session_->sign(*key_, request.digest, request.data).transform([](QByteArray signature) {
        return pki::TokenReply { .bytes = std::move(signature) };
    });
}

Answer<pki::TokenReply> Service::list(const Module &module)
{
    const auto slots_here = all_slots(module);
    if (!slots_here)
        return std::unexpected(slots_here.error());
    pki::TokenReply reply;
    for (const Slot &slot : *slots_here) {
        pki::Token token = slot.token;
        if (const auto session = TokenSession::open(module, slot.id)) {
            if (const auto keys = session->private_keys({}))
                token.keys = keys_of(*keys);
        }
        reply.tokens.append(token);
    }
    return reply;
}

Answer<Slot> Service::slot(const Module &module, const pki::TokenUri &uri)
{
    auto all = all_slots(module);
    if (!all)
        return std::unexpected(all.error());
    QList<Slot> fitting;
    for (const Slot &slot : std::as_const(*all)) {
        about_.append(slot.token);
        if (pki::matches(slot.token, uri))
            fitting.append(slot);
    }
    if (fitting.isEmpty())
        return refused(u"missing"_s);
    if (fitting.size() > 1)
        return refused(u"ambiguous"_s);
    about_ = { fitting.first().token };
    return fitting.first();
}

Answer<pki::TokenReply> Service::login(const Module &module, const pki::TokenUri &uri, const SecureBytes &pin)
{
    const auto found = slot(module, uri);
    if (!found)
        return std::unexpected(found.error());
    auto session = TokenSession::open(module, found->id);
    if (!session)
        return std::unexpected(session.error());
    pki::Token token = found->token;
    if (token.needs_pin) {
        const auto done = session->login(pin);
        // What the token now says about the tries that are left.
        if (const auto now = token_in(module, found->id))
            about_ = { *now };
        if (!done)
            return std::unexpected(done.error());
    }
    if (const auto keys = session->private_keys({}))
        token.keys = keys_of(*keys);
    session_ = std::move(*session);
    key_.reset();
    return about(token);
}

Answer<pki::TokenReply> Service::find(const Module &module, const pki::TokenUri &uri)
{
    if (!session_)
        return refused(u"refused"_s, u"not logged in"_s);
    const auto keys = session_->private_keys(uri);
    if (!keys)
        return std::unexpected(keys.error());
    if (keys->size() == 1)
        return chosen(module, *session_, keys->first());
    auto token = token_in(module, session_->slot());
    if (token) {
        const auto all = keys->isEmpty() ? session_->private_keys({}) : keys;
        token->keys = all ? keys_of(*all) : QList<pki::TokenKey>();
        about_ = { *token };
    }
    return refused(keys->isEmpty() ? u"key-missing"_s : u"key-ambiguous"_s);
}

Answer<pki::TokenReply> Service::generate(const Module &module, const pki::TokenUri &uri, const pki::KeySpec &spec)
{
    if (!session_)
        return refused(u"refused"_s, u"not logged in"_s);
    if (const auto token = token_in(module, session_->slot()))
        about_ = { *token };
    pki::TokenUri same_name;
    same_name.object = uri.object;
    const auto there = session_->private_keys(same_name);
    if (!there)
        return std::unexpected(there.error());
    if (!there->isEmpty())
        return refused(u"key-exists"_s);
    QByteArray id = uri.id;
    if (id.isEmpty()) {
        id.resize(key_id_size);
        if (RAND_bytes(reinterpret_cast<std::uint8_t *>(id.data()), static_cast<int>(id.size())) != 1)
            return refused(u"refused"_s, u"no random numbers"_s);
    }
    TokenSession &session = *session_;
    return session.generate(spec, uri.object, id).and_then([&](const KeyObject &key) { return chosen(module, session, key); });
}

Answer<pki::TokenReply> Service::chosen(const Module &module, TokenSession &session, const KeyObject &key)
{
    auto token = token_in(module, session.slot());
    if (!token)
        return std::unexpected(token.error());
    token->keys = { key.key };
    about_ = { *token };
    return session.public_key(key).transform([&](QByteArray der) {
        key_ = key;
        return pki::TokenReply { .tokens = { *token }, .bytes = std::move(der) };
    });
}

} // namespace espseal::signer
