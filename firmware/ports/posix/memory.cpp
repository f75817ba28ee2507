// SPDX-License-Identifier: Apache-2.0
// Flash, random numbers, clocks and heap figures.
#include "firmware/ports/posix/platform.h"
#include "firmware/runtime/port.h"

#include <chrono>
#include <cstring>
#include <ctime>
#include <sys/random.h>
#include <unistd.h>

namespace espseal::port {

namespace {

constexpr int power_failure = 3; // exit status: to the virtual device any but 0 is a reset
constexpr uint8_t half_done = 0x5A; // bits of the last byte that the failing power does not reach

bool power_fails()
{
    uint32_t *left = posix::board().power;
    if (!left)
        return false;
    if (*left > 0)
        --*left;
    return *left == 0;
}

} // namespace

bool flash_read(uint32_t address, uint8_t *into, uint32_t size)
{
    const posix::Board &board = posix::board();
    if (address > board.flash_size || size > board.flash_size - address)
        return false;
    std::memcpy(into, board.flash + address, size);
    return true;
}

bool flash_write(uint32_t address, const uint8_t *from, uint32_t size)
{
    const posix::Board &board = posix::board();
    if (address > board.flash_size || size > board.flash_size - address)
        return false;
    for (uint32_t i = 0; i < size; ++i) {
        const bool dying = power_fails();
        board.flash[address + i] &= dying ? from[i] | half_done : from[i];
        if (dying)
            _exit(power_failure);
    }
    return true;
}

bool flash_erase(uint32_t sector)
{
    constexpr uint32_t sector_size = 4096;
    const posix::Board &board = posix::board();
    if (sector >= board.flash_size / sector_size)
        return false;
    for (uint32_t i = 0; i < sector_size; ++i) {
        const bool dying = power_fails();
        board.flash[sector * sector_size + i] |= dying ? half_done : 0xFF;
        if (dying)
            _exit(power_failure);
    }
    return true;
}

void still_working() { }

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
