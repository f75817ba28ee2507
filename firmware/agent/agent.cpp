// SPDX-License-Identifier: Apache-2.0
#include "firmware/agent/agent.h"

#include "firmware/agent/application.h"
#include "firmware/ports/posix/platform.h"

namespace espseal::agent {

int run(const posix::Board &board)
{
    posix::attach(board);
    start(board.mac, board.reset_cause);
    posix::run();
    return 0;
}

} // namespace espseal::agent
