// SPDX-License-Identifier: Apache-2.0
#include "app/signer/slots.h"

namespace espseal::signer {

namespace {

// PKCS#11 pads with spaces, and does not terminate.
template <std::size_t size> QString text(const CK_UTF8CHAR (&padded)[size])
{
    return QString::fromUtf8(reinterpret_cast<const char *>(padded), size).trimmed();
}

pki::PinState pin_state(CK_FLAGS flags)
{
    if (flags & CKF_USER_PIN_LOCKED)
        return pki::PinState::locked;
    if (flags & CKF_USER_PIN_FINAL_TRY)
        return pki::PinState::last_try;
    if (!(flags & CKF_USER_PIN_INITIALIZED))
        return pki::PinState::not_set;
    return flags & CKF_USER_PIN_COUNT_LOW ? pki::PinState::wrong_before : pki::PinState::fine;
}

} // namespace

Answer<pki::Token> token_in(const Module &module, CK_SLOT_ID slot)
{
    CK_TOKEN_INFO info {};
    if (const CK_RV result = module->C_GetTokenInfo(slot, &info); result != CKR_OK)
        return refused(result);
    return pki::Token { .label = text(info.label),
        .manufacturer = text(info.manufacturerID),
        .model = text(info.model),
        .serial = QString::fromUtf8(reinterpret_cast<const char *>(info.serialNumber), sizeof info.serialNumber).trimmed(),
        .needs_pin = (info.flags & CKF_LOGIN_REQUIRED) != 0,
        .has_pin_pad = (info.flags & CKF_PROTECTED_AUTHENTICATION_PATH) != 0,
        .pin = pin_state(info.flags),
        .keys = {} };
}

Answer<QList<Slot>> all_slots(const Module &module)
{
    CK_ULONG count = 0;
    if (const CK_RV result = module->C_GetSlotList(CK_TRUE, nullptr, &count); result != CKR_OK)
        return refused(result);
    std::vector<CK_SLOT_ID> ids(count);
    if (const CK_RV result = module->C_GetSlotList(CK_TRUE, ids.data(), &count); result != CKR_OK)
        return refused(result);
    ids.resize(count);
    QList<Slot> all;
    for (const CK_SLOT_ID id : ids) {
        CK_TOKEN_INFO info {};
        if (module->C_GetTokenInfo(id, &info) != CKR_OK || !(info.flags & CKF_TOKEN_INITIALIZED))
            continue; // an empty token has nothing to list
        if (auto token = token_in(module, id))
            all.append({ id, *std::move(token) });
    }
    return all;
}

} // namespace espseal::signer
