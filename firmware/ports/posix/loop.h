// SPDX-License-Identifier: Apache-2.0
// How the parts of this port share the poll() loop.
#pragma once

#include <cstdint>
#include <functional>
#include <poll.h>
#include <vector>

namespace espseal::posix {

// A descriptor of interest in one turn of the loop.
struct Watch {
    int fd;
    short events;
    std::function<void(short revents)> ready;
};

// console.cpp
void watch_uart(std::vector<Watch> &watches);
[[nodiscard]] bool uart_is_up();
void start_uart(int fd);
// tcp.cpp
void watch_tcp(std::vector<Watch> &watches);
void finish_turn(); // reports links that ended, then lets new peers in
// later.cpp: milliseconds until something is due, -1: nothing; then runs what is due.
[[nodiscard]] int wait_for_due();
void run_due();

} // namespace espseal::posix
