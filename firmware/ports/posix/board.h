// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdint.h>

namespace espseal::posix {

// What a boot of the application finds on the virtual device. The device forks for every boot, so static memory is fresh each time,
// and ends the process when the chip is reset. An exit status of 0 asks for a software restart; any other end is a watchdog reset.
struct Board {
    int uart_fd = -1; // one end of a socketpair: console and trace out, the desktop's bytes in; the UART
    uint8_t *flash = nullptr; // mapped flash, writable
    uint32_t flash_size = 0; // bytes
    uint8_t mac[6] = {};
    uint32_t reset_cause = 0; // ROM's rst cause
    // For tests: bytes that the application may still write or erase before the power fails in the middle, which ends the process; it
    // may lie in memory shared with somebody. Null: the power never fails.
    uint32_t *power = nullptr;
};

} // namespace espseal::posix
