// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include "core/base/error.h"
#include "core/base/secure_bytes.h"

#include <optional>
#include <span>

namespace espseal::pki {

inline constexpr qsizetype seal_key_size = 32;
inline constexpr qsizetype seal_nonce_size = 12;
inline constexpr qsizetype seal_tag_size = 16;

// `plain` encrypted and authenticated with AES-256-GCM, together with `context`, which is not in the result: nonce, ciphertext, tag. The nonce is
// random and new each time: fewer than 2^32 seals a key.
[[nodiscard]] Result<QByteArray> seal(const SecureBytes &key, std::span<const std::uint8_t> plain, const QByteArray &context);
// Nothing: another key, another context, or a changed byte.
[[nodiscard]] std::optional<SecureBytes> unseal(const SecureBytes &key, const QByteArray &sealed, const QByteArray &context);

[[nodiscard]] Result<SecureBytes> random_key();
[[nodiscard]] Result<QByteArray> random_bytes(qsizetype size);

} // namespace espseal::pki
