// SPDX-License-Identifier: Apache-2.0
// How the flasher under QEMU asks the test for everything that a chip would have: a call is 12 bytes (operation, argument, argument; little-endian words)
// and the bytes that it hands over, its answer 4 bytes and the bytes that are asked for. Over the standard streams.
#pragma once

#include <stdint.h>

namespace espseal::test {

enum class Remote : uint32_t {
    receive = 1, // -> 0x100 | byte, or 0
    send_room,
    send, // byte
    all_sent,
    divider,
    set_divider, // divider
    ticks,
    flash_id,
    flash_busy,
    erase_sector, // address
    erase_block, // address
    program, // address, size; the bytes follow
    read, // address, size; the bytes come back
    hash_begin,
    hash_add, // size; the bytes follow
    hash_end, // 16 bytes come back
    image_crc,
    restart,
    idle, // nothing to do at the moment -> 0: go on, 1: end
};

} // namespace espseal::test
