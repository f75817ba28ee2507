// SPDX-License-Identifier: Apache-2.0
// Flash, random numbers, clocks and heap figures.
#include "firmware/ports/posix/platform.h"
#include "firmware/runtime/port.h"

#include <chrono>
#include <cstring>
#include <ctime>
#include <sys/random.h>

namespace espseal::port {

bool flash_read(uint32_t address, uint8_t *into, uint32_t size)
{
    const posix::Board &board = posix::board();
    if (address > board.flash_size || size > board.flash_size - address)
        return false;
    std::memcpy(into, board.flash + address, size);
    return true;
}

uint32_t flash_size()
{
    return posix::board().flash_size;
}

bool random_word(uint32_t &word)
{
    return getrandom(&word, sizeof word, 0) == sizeof word;
}

uint64_t now_us()
{
    using std::chrono::steady_clock;
    static const steady_clock::time_point boot = steady_clock::now();
    return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - boot).count());
}

uint32_t unix_time()
{
    return static_cast<uint32_t>(std::time(nullptr));
}

Heap heap()
{
    return {};
}

} // namespace espseal::port
