// SPDX-License-Identifier: Apache-2.0
// The runtime's platform on a Unix system: memory-mapped flash, a descriptor as UART, sockets on 127.0.0.1 alone, one poll() loop.
// One board a process.
#pragma once

#include "firmware/ports/posix/board.h"

namespace espseal::posix {

// Powers the board up: from here on the functions of firmware/runtime/port.h work on it. Also ignores SIGPIPE.
void attach(const Board &board);
[[nodiscard]] const Board &board();

// Waits for the next event, at most `timeout_ms` (-1: for ever), and handles what is due. False: the UART has hung up.
[[nodiscard]] bool step(int timeout_ms);
// Runs until the UART hangs up.
void run();

} // namespace espseal::posix
