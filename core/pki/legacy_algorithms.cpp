// SPDX-License-Identifier: Apache-2.0
#include "core/pki/legacy_algorithms.h"

namespace espseal::pki {

LegacyAlgorithms::LegacyAlgorithms()
    : context_(OSSL_LIB_CTX_new())
{
    if (!context_)
        return;
    legacy_ = OSSL_PROVIDER_load(context_, "legacy"); // Debian has it in a package of its own, which may be missing
    usual_ = OSSL_PROVIDER_load(context_, "default");
    before_ = OSSL_LIB_CTX_set0_default(context_);
}

LegacyAlgorithms::~LegacyAlgorithms()
{
    if (!context_)
        return;
    OSSL_LIB_CTX_set0_default(before_);
    OSSL_PROVIDER_unload(usual_);
    OSSL_PROVIDER_unload(legacy_);
    OSSL_LIB_CTX_free(context_);
}

bool algorithm_is_missing()
{
    const int reason = ERR_GET_REASON(ERR_peek_error());
    return reason == ERR_R_UNSUPPORTED || reason == EVP_R_UNSUPPORTED_ALGORITHM || reason == EVP_R_UNKNOWN_PBE_ALGORITHM;
}

} // namespace espseal::pki
