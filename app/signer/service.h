// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/signer/session.h"
#include "core/pki/token_protocol.h"

namespace espseal::signer {

// Does what requests ask for, one after the other: at first `load`, and `login` before keys.
class Service {
public:
    [[nodiscard]] pki::TokenReply answer(const pki::TokenRequest &request, const SecureBytes &pin);

private:
    [[nodiscard]] Answer<pki::TokenReply> handle(const pki::TokenRequest &request, const SecureBytes &pin);
    [[nodiscard]] static Answer<pki::TokenReply> list(const Module &module);
    [[nodiscard]] Answer<pki::TokenReply> login(const Module &module, const pki::TokenUri &uri, const SecureBytes &pin);
    [[nodiscard]] Answer<pki::TokenReply> find(const Module &module, const pki::TokenUri &uri);
    [[nodiscard]] Answer<pki::TokenReply> generate(const Module &module, const pki::TokenUri &uri, const pki::KeySpec &spec);
    // The one token that `uri` names; else a refusal, and what there is goes into the reply.
    [[nodiscard]] Answer<Slot> slot(const Module &module, const pki::TokenUri &uri);
    // The key from now on, and the reply that tells about it.
    [[nodiscard]] Answer<pki::TokenReply> chosen(const Module &module, TokenSession &session, const KeyObject &key);

    std::optional<Module> module_;
    std::optional<TokenSession> session_;
    std::optional<KeyObject> key_;
    QList<pki::Token> about_; // what a refusal tells of
};

} // namespace espseal::signer
