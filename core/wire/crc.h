// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/wire/bytes.h"

namespace espseal::wire {

// CRC-16/CCITT-FALSE: polynomial 0x1021, initial 0xFFFF, not reflected. Check value of "123456789": 0x29B1.
[[nodiscard]] uint16_t crc16(ByteView bytes, uint16_t start = 0xFFFF);
// CRC-32 as zlib and the image trailer use it. Check value of "123456789": 0xCBF43926.
[[nodiscard]] uint32_t crc32(ByteView bytes, uint32_t start = 0);

} // namespace espseal::wire
