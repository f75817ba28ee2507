// SPDX-License-Identifier: Apache-2.0
// Bytes as C source, in the layout of `xxd -i`: the SDK's cert.h and private_key.h.
#pragma once

#include <QList>
#include <QString>

#include "core/base/error.h"
#include "core/base/secure_bytes.h"

#include <span>

namespace espseal::pki {

inline constexpr const char *certificate_symbol = "default_certificate";
inline constexpr const char *private_key_symbol = "default_private_key";

// `unsigned char SYMBOL[] = {...}; unsigned int SYMBOL_len = N;`, twelve bytes a line.
[[nodiscard]] SecureBytes to_c_header(const char *symbol, std::span<const std::uint8_t> bytes);

struct CArray {
    QString symbol;
    SecureBytes bytes;
};
// Every array of byte-sized numbers (hex or decimal) in C source; comments are skipped. Empty if there is none.
// Error: "c-header-damaged": an array that does not end, or a number that is no byte.
[[nodiscard]] Result<std::vector<CArray>> read_c_header(std::span<const std::uint8_t> source);

} // namespace espseal::pki
