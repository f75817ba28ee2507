// SPDX-License-Identifier: Apache-2.0
// Meaning of the chip's eFuse words and of a flash chip's JEDEC id.
#pragma once

#include "core/loader/device_info.h"

namespace espseal::loader {

// The four words at 0x3FF00050.
using Fuses = std::array<std::uint32_t, 4>;

[[nodiscard]] MacAddress mac_of(const Fuses &fuses);
[[nodiscard]] std::uint32_t chip_id_of(const Fuses &fuses);
// "ESP8266EX", or an ESP8285 with temperature grade and size: "ESP8285N08", "ESP8285H16".
[[nodiscard]] QString chip_name(const Fuses &fuses);

// Crystal from the UART divider that the ROM measured: 26 or 40 MHz.
[[nodiscard]] int crystal_mhz(std::uint32_t uart_divider, int baud);

// id: manufacturer in the low byte, capacity in the third.
[[nodiscard]] QString flash_maker(std::uint32_t id);
[[nodiscard]] std::optional<Size> flash_size(std::uint32_t id);
// All ones or all zeros: nothing answered.
[[nodiscard]] bool is_no_flash_id(std::uint32_t id);

} // namespace espseal::loader
