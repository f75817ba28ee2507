// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pki/openssl.h"

#include <openssl/err.h>
#include <openssl/provider.h>

namespace espseal::pki {

// OpenSSL's legacy algorithms (RC2, single DES, ...), on this thread and while this lives; the rest of the program never sees them. What is
// made meanwhile must be plain ASN.1: a key made here would die with it.
class LegacyAlgorithms {
public:
    LegacyAlgorithms();
    ~LegacyAlgorithms();
    LegacyAlgorithms(const LegacyAlgorithms &) = delete;
    LegacyAlgorithms &operator=(const LegacyAlgorithms &) = delete;

private:
    OSSL_LIB_CTX *context_;
    OSSL_PROVIDER *legacy_ = nullptr;
    OSSL_PROVIDER *usual_ = nullptr;
    OSSL_LIB_CTX *before_ = nullptr;
};

// The first error in the queue is that OpenSSL lacks an algorithm.
[[nodiscard]] bool algorithm_is_missing();

// What `open` gives; tried once more with the legacy algorithms if one was missing, which `used` then tells.
template <class Open> [[nodiscard]] auto open_old_or_new(const Open &open, bool &used)
{
    ERR_clear_error();
    auto opened = open();
    if (opened || !algorithm_is_missing())
        return opened;
    const LegacyAlgorithms legacy;
    ERR_clear_error();
    opened = open();
    used = used || opened;
    return opened;
}

} // namespace espseal::pki
