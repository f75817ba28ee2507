// SPDX-License-Identifier: Apache-2.0
#include "core/pki/key_derivation.h"

#include "core/pki/messages.h"
#include "core/pki/openssl.h"

#include <algorithm>
#include <bit>
#include <vector>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/kdf.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

using Kdf = Owned<EVP_KDF, EVP_KDF_free>;
using KdfContext = Owned<EVP_KDF_CTX, EVP_KDF_CTX_free>;

constexpr std::size_t derived_size = 32;
constexpr std::uint64_t most_memory = 1ull << 30;
// Bytes written altogether: about five seconds.
constexpr std::uint64_t most_work = 8ull << 30;

// OpenSSL names them in its headers since 3.2 only.
constexpr const char *argon2_lanes = "lanes";
constexpr const char *argon2_memory = "memcost";

bool affordable(const Argon2Costs &costs)
{
    const std::uint64_t memory = std::uint64_t { costs.memory_kib } << 10;
    return costs.lanes >= 1 && costs.lanes <= 64 && costs.passes >= 1 && costs.memory_kib >= 8 * costs.lanes && memory <= most_memory
        && costs.passes <= most_work / memory;
}

bool affordable(const ScryptCosts &costs)
{
    if (costs.n < 2 || !std::has_single_bit(costs.n) || costs.block < 1 || costs.block > 1024 || costs.parallel < 1)
        return false;
    const std::uint64_t memory = 128ull * costs.n * costs.block;
    return memory <= most_memory && costs.parallel <= most_work / memory;
}

Argon2Costs larger(const Argon2Costs &a, const Argon2Costs &b)
{
    return { std::max(a.memory_kib, b.memory_kib), std::max(a.passes, b.passes), std::max(a.lanes, b.lanes) };
}

ScryptCosts larger(const ScryptCosts &a, const ScryptCosts &b)
{
    return { std::max(a.n, b.n), std::max(a.block, b.block), std::max(a.parallel, b.parallel) };
}

const char *name_of(const KdfCosts &costs)
{
    return std::holds_alternative<Argon2Costs>(costs) ? "ARGON2ID" : "SCRYPT";
}

// The costs must outlive the parameters.
struct Parameters {
    Argon2Costs argon2;
    ScryptCosts scrypt;
    std::uint64_t scrypt_memory = 0;
    std::vector<OSSL_PARAM> list;

    explicit Parameters(const KdfCosts &costs)
    {
        list.reserve(8);
        if (const auto *chosen = std::get_if<Argon2Costs>(&costs)) {
            argon2 = *chosen;
            list.push_back(OSSL_PARAM_construct_uint32(argon2_memory, &argon2.memory_kib));
            list.push_back(OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_ITER, &argon2.passes));
            list.push_back(OSSL_PARAM_construct_uint32(argon2_lanes, &argon2.lanes));
            return;
        }
        scrypt = std::get<ScryptCosts>(costs);
        // OpenSSL's own limit is 32 MiB.
        scrypt_memory = 128ull * scrypt.block * (std::uint64_t { scrypt.n } + scrypt.parallel + 2) + (1u << 20);
        list.push_back(OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_N, &scrypt.n));
        list.push_back(OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_R, &scrypt.block));
        list.push_back(OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_P, &scrypt.parallel));
        list.push_back(OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_MAXMEM, &scrypt_memory));
    }
    Parameters(const Parameters &) = delete;
    Parameters &operator=(const Parameters &) = delete;
    ~Parameters() = default;
};

} // namespace

KdfCosts default_costs()
{
    return ScryptCosts();
}

bool is_affordable(const KdfCosts &costs)
{
    return std::visit([](const auto &chosen) { return affordable(chosen); }, costs);
}

KdfCosts raised(const KdfCosts &costs, const KdfCosts &wanted)
{
    if (costs.index() != wanted.index())
        return wanted;
    if (const auto *argon2 = std::get_if<Argon2Costs>(&costs))
        return larger(*argon2, std::get<Argon2Costs>(wanted));
    return larger(std::get<ScryptCosts>(costs), std::get<ScryptCosts>(wanted));
}

Result<SecureBytes> derive_key(const SecureBytes &password, const QByteArray &salt, const KdfCosts &costs)
{
    if (password.empty())
        return bad_input(u"password-empty"_s, Messages::tr("An empty password protects nothing."), Messages::tr("Choose a password."));
    if (!is_affordable(costs))
        return bad_input(u"vault-cost"_s, Messages::tr("Opening the vault would take minutes or more memory than there is."),
            Messages::tr("Do not trust this file; take a copy that you made yourself."));
    const Kdf kdf(EVP_KDF_fetch(nullptr, name_of(costs), nullptr));
    const KdfContext context(kdf ? EVP_KDF_CTX_new(kdf.get()) : nullptr);
    if (!context)
        return bad_input(u"kdf-unsupported"_s, Messages::tr("This OpenSSL has no %1.").arg(QLatin1StringView(name_of(costs))),
            Messages::tr("Open the vault with a newer OpenSSL (3.2 has Argon2)."), openssl_errors());
    Parameters parameters(costs);
    // OpenSSL's parameters point to what is not const, and only read it.
    parameters.list.push_back(OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_PASSWORD, const_cast<char *>(password.chars()), password.size()));
    parameters.list.push_back(
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, const_cast<char *>(salt.constData()), static_cast<std::size_t>(salt.size())));
    parameters.list.push_back(OSSL_PARAM_construct_end());
    SecureBytes key(derived_size);
    if (EVP_KDF_derive(context.get(), key.writable().data(), key.size(), parameters.list.data()) != 1) {
        if (std::holds_alternative<Argon2Costs>(costs) && CRYPTO_secure_malloc_initialized() == 1)
            return bad_input(u"kdf-unsupported"_s, Messages::tr("Opening the vault takes more protected memory (for Argon2id) than this program has."),
                Messages::tr("Make a vault with this program and add the keys to it."), openssl_errors());
        return openssl_failed();
    }
    return key;
}

} // namespace espseal::pki
