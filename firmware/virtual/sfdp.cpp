// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/sfdp.h"

#include "firmware/virtual/bytes.h"

namespace espseal::device {

void read_sfdp(uint32_t size, uint32_t address, std::span<uint8_t> out)
{
    constexpr uint32_t basic_table_at = 0x80;
    constexpr uint32_t signature = 0x50444653; // "SFDP"
    Bytes table;
    for (const uint32_t word : { signature, 0xFF000100U, 0x09010000U, 0xFF000000U | basic_table_at })
        append(table, word, 4);
    table.resize(basic_table_at, 0xFF);
    // 4 KiB erase by op 20 everywhere, 3-byte addresses, density in bits - 1, no multi-lane reads, erase types 4, 32 and 64 KiB.
    for (const uint32_t word : { 0xFF8020E5U, size * 8 - 1, 0U, 0U, 0xFFFFFFEEU, 0xFFFFFF00U, 0xFFFFFF00U, 0x520F200CU, 0x0000D810U })
        append(table, word, 4);
    for (size_t i = 0; i < out.size(); ++i)
        out[i] = address + i < table.size() ? table[address + i] : 0xFF;
}

} // namespace espseal::device
