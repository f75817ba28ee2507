// SPDX-License-Identifier: Apache-2.0
#include "app/signer/session.h"

namespace espseal::signer {

namespace {

// A value for a template; PKCS#11 points to what is not const, and only reads it.
template <class T> CK_ATTRIBUTE one(CK_ATTRIBUTE_TYPE type, T &value)
{
    return { type, &value, sizeof value };
}

CK_ATTRIBUTE bytes(CK_ATTRIBUTE_TYPE type, QByteArray &value)
{
    return { type, value.data(), static_cast<CK_ULONG>(value.size()) };
}

} // namespace

Answer<TokenSession> TokenSession::open(const Module &module, CK_SLOT_ID slot)
{
    CK_SESSION_HANDLE handle = CK_INVALID_HANDLE;
    CK_RV result = module->C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &handle);
    if (result == CKR_TOKEN_WRITE_PROTECTED)
        result = module->C_OpenSession(slot, CKF_SERIAL_SESSION, nullptr, nullptr, &handle);
    if (result != CKR_OK)
        return refused(result);
    return TokenSession(module, slot, handle);
}

Answer<void> TokenSession::login(const SecureBytes &pin)
{
    // Without one: the token's own pad asks.
    auto *text = pin.empty() ? nullptr : const_cast<CK_UTF8CHAR *>(pin.view().data());
    const CK_RV result = module_->C_Login(handle_, CKU_USER, text, static_cast<CK_ULONG>(pin.size()));
    if (result != CKR_OK && result != CKR_USER_ALREADY_LOGGED_IN)
        return refused(result);
    pin_ = pin.clone();
    return {};
}

Answer<QList<CK_OBJECT_HANDLE>> TokenSession::find(std::span<CK_ATTRIBUTE> template_) const
{
    if (const CK_RV result = module_->C_FindObjectsInit(handle_, template_.data(), static_cast<CK_ULONG>(template_.size())); result != CKR_OK)
        return refused(result);
    QList<CK_OBJECT_HANDLE> all;
    CK_RV result = CKR_OK;
    for (;;) {
        CK_OBJECT_HANDLE handle = CK_INVALID_HANDLE;
        CK_ULONG count = 0;
        result = module_->C_FindObjects(handle_, &handle, 1, &count);
        if (result != CKR_OK || count == 0)
            break;
        all.append(handle);
    }
    module_->C_FindObjectsFinal(handle_);
    if (result != CKR_OK)
        return refused(result);
    return all;
}

QByteArray TokenSession::attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const
{
    CK_ATTRIBUTE asked { type, nullptr, 0 };
    if (module_->C_GetAttributeValue(handle_, object, &asked, 1) != CKR_OK || asked.ulValueLen == CK_UNAVAILABLE_INFORMATION || asked.ulValueLen > 65536)
        return {};
    QByteArray value(static_cast<qsizetype>(asked.ulValueLen), '\0');
    asked.pValue = value.data();
    if (module_->C_GetAttributeValue(handle_, object, &asked, 1) != CKR_OK)
        return {};
    return value;
}

CK_ULONG TokenSession::number(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const
{
    CK_ULONG value = CK_UNAVAILABLE_INFORMATION;
    CK_ATTRIBUTE asked = one(type, value);
    return module_->C_GetAttributeValue(handle_, object, &asked, 1) == CKR_OK ? value : CK_UNAVAILABLE_INFORMATION;
}

bool TokenSession::is_true(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const
{
    CK_BBOOL value = CK_FALSE;
    CK_ATTRIBUTE asked = one(type, value);
    return module_->C_GetAttributeValue(handle_, object, &asked, 1) == CKR_OK && value == CK_TRUE;
}

Answer<QList<KeyObject>> TokenSession::private_keys(const pki::TokenUri &uri) const
{
    CK_OBJECT_CLASS kind = CKO_PRIVATE_KEY;
    QByteArray label = uri.object.toUtf8();
    QByteArray id = uri.id;
    std::vector<CK_ATTRIBUTE> wanted { one(CKA_CLASS, kind) };
    if (!label.isEmpty())
        wanted.push_back(bytes(CKA_LABEL, label));
    if (!id.isEmpty())
        wanted.push_back(bytes(CKA_ID, id));
    return find(wanted).transform([&](const QList<CK_OBJECT_HANDLE> &handles) {
        QList<KeyObject> keys;
        for (const CK_OBJECT_HANDLE handle : handles)
            keys.append({ handle, describe(handle) });
        return keys;
    });
}

CK_OBJECT_HANDLE TokenSession::public_half(const KeyObject &key) const
{
    CK_OBJECT_CLASS kind = CKO_PUBLIC_KEY;
    QByteArray label = key.key.label.toUtf8();
    QByteArray id = key.key.id;
    std::vector<CK_ATTRIBUTE> wanted { one(CKA_CLASS, kind), id.isEmpty() ? bytes(CKA_LABEL, label) : bytes(CKA_ID, id) };
    const auto found = find(wanted);
    return found && !found->isEmpty() ? found->first() : CK_INVALID_HANDLE;
}

} // namespace espseal::signer
