// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include "core/base/secure_bytes.h"

namespace espseal::pki {

// What someone who steals a file has to try, at most, as a power of two: kinds of characters to the power of the length, where repetitions and
// sequences ("aaa", "1234", "qwerty") count as one character. An upper bound: a word from a dictionary is worth less.
[[nodiscard]] int password_bits(const SecureBytes &password);

// With 600,000 rounds of PBKDF2 a try costs about 2^20 hashes: 50 bits are then out of reach for all but the largest attackers.
inline constexpr int enough_password_bits = 50;

// A sentence on what would be better; empty for a password that is good enough.
[[nodiscard]] QString password_hint(const SecureBytes &password);

} // namespace espseal::pki
