// SPDX-License-Identifier: Apache-2.0
// A key from a password, slowly: what a stolen vault makes an attacker pay for each guess.
#pragma once

#include <QByteArray>

#include "core/base/error.h"
#include "core/base/secure_bytes.h"

#include <variant>

namespace espseal::pki {

// RFC 9106. OWASP asks for at least 19 MiB, 2 passes, 1 lane; the defaults take about 0.2 s. OpenSSL has it since 3.2, and takes its memory from the
// secure heap: where protect_process() has started that one, which is far smaller, only scrypt works.
struct Argon2Costs {
    std::uint32_t memory_kib = 64u << 10;
    std::uint32_t passes = 3;
    std::uint32_t lanes = 1;

    bool operator==(const Argon2Costs &) const = default;
};

// RFC 7914. OWASP's choice where there is no Argon2: 128 MiB and about 0.4 s.
struct ScryptCosts {
    std::uint32_t n = 1u << 17; // a power of two
    std::uint32_t block = 8;
    std::uint32_t parallel = 1;

    bool operator==(const ScryptCosts &) const = default;
};

using KdfCosts = std::variant<Argon2Costs, ScryptCosts>;

// The best that works in every process of ours.
[[nodiscard]] KdfCosts default_costs();
// Proper, and done within a few seconds and 1 GiB: a file may ask for anything.
[[nodiscard]] bool is_affordable(const KdfCosts &costs);
// At least `costs` and at least `wanted`; `wanted` where they are of different kinds.
[[nodiscard]] KdfCosts raised(const KdfCosts &costs, const KdfCosts &wanted);

inline constexpr qsizetype kdf_salt_size = 16;

// 32 bytes. Errors: "password-empty", "vault-cost" (not affordable), "kdf-unsupported" (this OpenSSL, or this process, has no such function).
[[nodiscard]] Result<SecureBytes> derive_key(const SecureBytes &password, const QByteArray &salt, const KdfCosts &costs);

} // namespace espseal::pki
