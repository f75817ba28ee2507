// SPDX-License-Identifier: Apache-2.0
#include "app/signer/module.h"

#include <QFile>

#include <algorithm>
#include <array>

#include <dlfcn.h>

using namespace Qt::StringLiterals;

namespace espseal::signer {

namespace {

struct Meaning {
    CK_RV result = CKR_OK;
    QLatin1StringView name;
    QLatin1StringView code;
};

constexpr std::array meanings {
    Meaning { CKR_PIN_INCORRECT, "CKR_PIN_INCORRECT"_L1, "pin-wrong"_L1 },
    Meaning { CKR_PIN_INVALID, "CKR_PIN_INVALID"_L1, "pin-wrong"_L1 },
    Meaning { CKR_PIN_LEN_RANGE, "CKR_PIN_LEN_RANGE"_L1, "pin-wrong"_L1 },
    Meaning { CKR_PIN_EXPIRED, "CKR_PIN_EXPIRED"_L1, "pin-locked"_L1 },
    Meaning { CKR_PIN_LOCKED, "CKR_PIN_LOCKED"_L1, "pin-locked"_L1 },
    Meaning { CKR_USER_PIN_NOT_INITIALIZED, "CKR_USER_PIN_NOT_INITIALIZED"_L1, "pin-not-set"_L1 },
    Meaning { CKR_USER_NOT_LOGGED_IN, "CKR_USER_NOT_LOGGED_IN"_L1, "refused"_L1 },
    Meaning { CKR_DEVICE_REMOVED, "CKR_DEVICE_REMOVED"_L1, "gone"_L1 },
    Meaning { CKR_TOKEN_NOT_PRESENT, "CKR_TOKEN_NOT_PRESENT"_L1, "gone"_L1 },
    Meaning { CKR_TOKEN_NOT_RECOGNIZED, "CKR_TOKEN_NOT_RECOGNIZED"_L1, "gone"_L1 },
    Meaning { CKR_SESSION_HANDLE_INVALID, "CKR_SESSION_HANDLE_INVALID"_L1, "gone"_L1 },
    Meaning { CKR_MECHANISM_INVALID, "CKR_MECHANISM_INVALID"_L1, "key-unsupported"_L1 },
    Meaning { CKR_MECHANISM_PARAM_INVALID, "CKR_MECHANISM_PARAM_INVALID"_L1, "key-unsupported"_L1 },
    Meaning { CKR_KEY_SIZE_RANGE, "CKR_KEY_SIZE_RANGE"_L1, "key-unsupported"_L1 },
    Meaning { CKR_DOMAIN_PARAMS_INVALID, "CKR_DOMAIN_PARAMS_INVALID"_L1, "key-unsupported"_L1 },
    Meaning { CKR_CURVE_NOT_SUPPORTED, "CKR_CURVE_NOT_SUPPORTED"_L1, "key-unsupported"_L1 },
    Meaning { CKR_TOKEN_WRITE_PROTECTED, "CKR_TOKEN_WRITE_PROTECTED"_L1, "refused"_L1 },
    Meaning { CKR_KEY_FUNCTION_NOT_PERMITTED, "CKR_KEY_FUNCTION_NOT_PERMITTED"_L1, "refused"_L1 },
    Meaning { CKR_FUNCTION_FAILED, "CKR_FUNCTION_FAILED"_L1, "refused"_L1 },
    Meaning { CKR_GENERAL_ERROR, "CKR_GENERAL_ERROR"_L1, "refused"_L1 },
    Meaning { CKR_DEVICE_ERROR, "CKR_DEVICE_ERROR"_L1, "refused"_L1 },
    Meaning { CKR_DEVICE_MEMORY, "CKR_DEVICE_MEMORY"_L1, "refused"_L1 },
};

const Meaning *meaning_of(CK_RV result)
{
    const auto *found = std::ranges::find(meanings, result, &Meaning::result);
    return found == meanings.end() ? nullptr : found;
}

} // namespace

QString name_of(CK_RV result)
{
    const Meaning *meaning = meaning_of(result);
    return meaning ? QString(meaning->name) : u"CKR 0x"_s + QString::number(result, 16);
}

std::unexpected<Refusal> refused(CK_RV result)
{
    const Meaning *meaning = meaning_of(result);
    return refused(meaning ? QString(meaning->code) : u"refused"_s, name_of(result));
}

std::unexpected<Refusal> refused(const QString &code, const QString &detail)
{
    return std::unexpected(Refusal { code, detail });
}

Answer<Module> Module::load(const QString &path)
{
    const QString unusable = u"module-unusable"_s;
    // Stays loaded until the process ends.
    void *library = dlopen(QFile::encodeName(path).constData(), RTLD_NOW | RTLD_LOCAL);
    if (!library)
        return refused(unusable, QString::fromLocal8Bit(dlerror()));
    const auto get = reinterpret_cast<CK_C_GetFunctionList>(dlsym(library, "C_GetFunctionList"));
    CK_FUNCTION_LIST *functions = nullptr;
    if (!get)
        return refused(unusable, u"no C_GetFunctionList"_s);
    if (const CK_RV got = get(&functions); got != CKR_OK || !functions)
        return refused(unusable, u"C_GetFunctionList: "_s + name_of(got));
    if (const CK_RV begun = functions->C_Initialize(nullptr); begun != CKR_OK && begun != CKR_CRYPTOKI_ALREADY_INITIALIZED)
        return refused(unusable, u"C_Initialize: "_s + name_of(begun));
    return Module(functions);
}

} // namespace espseal::signer
