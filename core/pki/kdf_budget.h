// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pki/openssl.h"

namespace espseal::pki {

// Adds up the key derivations that a file asks for: a hostile one may ask for 2^31 rounds, which would take an hour before any error.
class KdfBudget {
public:
    // Rounds of HMAC or hash: about two seconds a key, twenty a file. Our own keys take 600,000.
    static constexpr std::int64_t most_rounds = 5'000'000;
    static constexpr std::int64_t most_rounds_a_file = 50'000'000;

    // False: `algorithm` (PKCS#5 PBES1, PBES2, PKCS#12 PBE, PBMAC1) would exceed the budget or states its cost in no proper way.
    [[nodiscard]] bool spend(const X509_ALGOR *algorithm);
    [[nodiscard]] bool spend(const ASN1_INTEGER *rounds); // none stands for 1

private:
    [[nodiscard]] bool spend(std::int64_t rounds);
    [[nodiscard]] bool spend_pbes2(const X509_ALGOR *algorithm);
    [[nodiscard]] bool spend_scrypt(const X509_ALGOR *function);

    std::int64_t spent_ = 0;
};

} // namespace espseal::pki
