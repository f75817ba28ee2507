// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace espseal::device {

using Mac = std::array<uint8_t, 6>;

// Six hexadecimal pairs between colons; the multicast bit must be clear.
[[nodiscard]] std::optional<Mac> parse_mac(std::string_view text);
[[nodiscard]] std::string to_text(const Mac &mac);
// The four eFuse words at 0x3FF00050 of an ESP8266EX with this station MAC.
[[nodiscard]] std::array<uint32_t, 4> efuses_of(const Mac &mac);

} // namespace espseal::device
