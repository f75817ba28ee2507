// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

namespace espseal::device {

// Serial Flash Discoverable Parameters (JESD216) of a chip of `size` bytes: signature and basic table; FF beyond.
void read_sfdp(uint32_t size, uint32_t address, std::span<uint8_t> out);

} // namespace espseal::device
