// SPDX-License-Identifier: Apache-2.0
#include "core/wire/crc.h"

namespace espseal::wire {

uint16_t crc16(ByteView bytes, uint16_t start)
{
    // The shifts below are the polynomial 0x1021 applied to a whole byte; no table, because the device's constants cost RAM.
    uint32_t crc = start;
    for (uint32_t i = 0; i < bytes.size; ++i) {
        crc = (crc >> 8 | crc << 8) & 0xFFFF;
        crc ^= bytes.data[i];
        crc ^= (crc & 0xFF) >> 4;
        crc ^= crc << 12 & 0xFFFF;
        crc ^= (crc & 0xFF) << 5;
    }
    return static_cast<uint16_t>(crc);
}

uint32_t crc32(ByteView bytes, uint32_t start)
{
    // Half a byte at a time: a 64-byte table instead of 1 KB.
    static constexpr uint32_t table[16] = { 0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C, 0xEDB88320,
        0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C };
    uint32_t crc = ~start;
    for (uint32_t i = 0; i < bytes.size; ++i) {
        crc ^= bytes.data[i];
        crc = crc >> 4 ^ table[crc & 15];
        crc = crc >> 4 ^ table[crc & 15];
    }
    return ~crc;
}

} // namespace espseal::wire
