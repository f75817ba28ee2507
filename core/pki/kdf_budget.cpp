// SPDX-License-Identifier: Apache-2.0
#include "core/pki/kdf_budget.h"

#include <openssl/err.h>

namespace espseal::pki {

namespace {

using Pbe1 = Owned<PBEPARAM, PBEPARAM_free>;
using Pbe2 = Owned<PBE2PARAM, PBE2PARAM_free>;
using Pbkdf2 = Owned<PBKDF2PARAM, PBKDF2PARAM_free>;
using Pbmac1 = Owned<PBMAC1PARAM, PBMAC1PARAM_free>;
using Scrypt = Owned<SCRYPT_PARAMS, SCRYPT_PARAMS_free>;

int kind_of_algorithm(const X509_ALGOR *algorithm)
{
    const ASN1_OBJECT *object = nullptr;
    X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
    return OBJ_obj2nid(object);
}

template <class Parameters> Parameters parameters_of(const X509_ALGOR *algorithm, const ASN1_ITEM *item)
{
    const void *value = nullptr;
    int type = V_ASN1_UNDEF;
    X509_ALGOR_get0(nullptr, &type, &value, algorithm);
    if (type != V_ASN1_SEQUENCE || !value)
        return {};
    return Parameters(static_cast<typename Parameters::pointer>(ASN1_item_unpack(static_cast<const ASN1_STRING *>(value), item)));
}

} // namespace

bool KdfBudget::spend(std::int64_t rounds)
{
    if (rounds < 1 || rounds > most_rounds || rounds > most_rounds_a_file - spent_)
        return false;
    spent_ += rounds;
    return true;
}

bool KdfBudget::spend(const ASN1_INTEGER *rounds)
{
    std::int64_t value = 1;
    return (!rounds || ASN1_INTEGER_get_int64(&value, rounds) == 1) && spend(value);
}

bool KdfBudget::spend(const X509_ALGOR *algorithm)
{
    switch (algorithm ? kind_of_algorithm(algorithm) : NID_undef) {
    case NID_undef:
        return false;
    case NID_pbes2:
        return spend_pbes2(algorithm);
    case NID_pbmac1: {
        const auto parameters = parameters_of<Pbmac1>(algorithm, ASN1_ITEM_rptr(PBMAC1PARAM));
        return parameters && spend(parameters->keyDerivationFunc);
    }
    case NID_id_pbkdf2: {
        const auto parameters = parameters_of<Pbkdf2>(algorithm, ASN1_ITEM_rptr(PBKDF2PARAM));
        return parameters && spend(parameters->iter);
    }
    case NID_id_scrypt:
        return spend_scrypt(algorithm);
    default: // PBES1 and PKCS#12 PBE
        const auto parameters = parameters_of<Pbe1>(algorithm, ASN1_ITEM_rptr(PBEPARAM));
        return parameters && spend(parameters->iter);
    }
}

bool KdfBudget::spend_pbes2(const X509_ALGOR *algorithm)
{
    const auto parameters = parameters_of<Pbe2>(algorithm, ASN1_ITEM_rptr(PBE2PARAM));
    return parameters && spend(parameters->keyfunc);
}

bool KdfBudget::spend_scrypt(const X509_ALGOR *function)
{
    const auto parameters = parameters_of<Scrypt>(function, ASN1_ITEM_rptr(SCRYPT_PARAMS));
    std::int64_t cost = 0;
    std::int64_t block = 0;
    std::int64_t parallel = 0;
    if (!parameters || ASN1_INTEGER_get_int64(&cost, parameters->costParameter) != 1 || ASN1_INTEGER_get_int64(&block, parameters->blockSize) != 1
        || ASN1_INTEGER_get_int64(&parallel, parameters->parallelizationParameter) != 1)
        return false;
    // One unit of N * r * p takes about as long as two rounds of PBKDF2; each factor is bounded first so that the product cannot overflow.
    constexpr std::int64_t largest = 1 << 20;
    return cost > 0 && block > 0 && parallel > 0 && cost <= largest && block <= largest && parallel <= largest && cost * block <= most_rounds
        && spend(2 * cost * block * parallel);
}

} // namespace espseal::pki
