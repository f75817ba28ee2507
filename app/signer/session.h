// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/signer/slots.h"
#include "core/base/secure_bytes.h"
#include "core/pki/key_spec.h"

namespace espseal::signer {

// A private key on a token.
struct KeyObject {
    CK_OBJECT_HANDLE handle = CK_INVALID_HANDLE;
    pki::TokenKey key;
};

// A session with one token.
class TokenSession {
public:
    [[nodiscard]] static Answer<TokenSession> open(const Module &module, CK_SLOT_ID slot);

    [[nodiscard]] Answer<void> login(const SecureBytes &pin);
    // The private keys that are visible, those that `uri` names.
    [[nodiscard]] Answer<QList<KeyObject>> private_keys(const pki::TokenUri &uri) const;
    // SubjectPublicKeyInfo in DER.
    [[nodiscard]] Answer<QByteArray> public_key(const KeyObject &key) const;
    // Made on the token: never extractable, always sensitive. Answer: the private key.
    [[nodiscard]] Answer<KeyObject> generate(const pki::KeySpec &spec, const QString &label, const QByteArray &id) const;
    // The signature of `data` as X.509 has it.
    [[nodiscard]] Answer<QByteArray> sign(const KeyObject &key, const QString &digest, const QByteArray &data) const;

    [[nodiscard]] CK_SLOT_ID slot() const { return slot_; }

private:
    TokenSession(Module module, CK_SLOT_ID slot, CK_SESSION_HANDLE handle)
        : module_(module)
        , slot_(slot)
        , handle_(handle)
    {
    }

    [[nodiscard]] Answer<QList<CK_OBJECT_HANDLE>> find(std::span<CK_ATTRIBUTE> template_) const;
    // Empty where the object has no such attribute, or does not show it.
    [[nodiscard]] QByteArray attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const;
    [[nodiscard]] CK_ULONG number(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const;
    [[nodiscard]] bool is_true(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const;
    [[nodiscard]] pki::TokenKey describe(CK_OBJECT_HANDLE object) const;
    [[nodiscard]] CK_OBJECT_HANDLE public_half(const KeyObject &key) const;

    Module module_;
    CK_SLOT_ID slot_;
    CK_SESSION_HANDLE handle_;
    SecureBytes pin_; // some keys want it before each signature
};

} // namespace espseal::signer
