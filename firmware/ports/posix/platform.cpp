// SPDX-License-Identifier: Apache-2.0
#include "firmware/ports/posix/platform.h"

#include "firmware/ports/posix/loop.h"

#include <csignal>

namespace espseal::posix {

namespace {
Board the_board;
}

void attach(const Board &board)
{
    the_board = board;
    std::signal(SIGPIPE, SIG_IGN);
    start_uart(board.uart_fd);
}

const Board &board()
{
    return the_board;
}

bool step(int timeout_ms)
{
    std::vector<Watch> watches;
    watch_uart(watches);
    watch_tcp(watches);
    std::vector<pollfd> fds;
    fds.reserve(watches.size());
    for (const Watch &watch : watches)
        fds.push_back({ watch.fd, watch.events, 0 });

    const int due = wait_for_due();
    const int wait = due < 0 || (timeout_ms >= 0 && timeout_ms < due) ? timeout_ms : due;
    if (poll(fds.data(), fds.size(), wait) > 0) {
        for (size_t i = 0; i < fds.size(); ++i) {
            if (fds[i].revents != 0)
                watches[i].ready(fds[i].revents);
        }
    }
    run_due();
    finish_turn();
    return uart_is_up();
}

void run()
{
    while (step(-1)) { }
}

} // namespace espseal::posix
