// SPDX-License-Identifier: Apache-2.0
// The bundled application: a TLS server and/or client as the settings record in flash says.
#pragma once

#include "firmware/ports/posix/board.h"

namespace espseal::agent {

// Runs the application on the board until its UART hangs up; returns the exit status, 0. Once a process.
int run(const posix::Board &board);

} // namespace espseal::agent
