// SPDX-License-Identifier: Apache-2.0
#include "app/cli/interrupt.h"

#include <csignal>
#include <cstdlib>
#include <pthread.h>

namespace espseal::cli {

namespace {

sigset_t ending_signals()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

} // namespace

Interrupt::Interrupt()
{
    const sigset_t set = ending_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    waiter_ = std::jthread([this, set](const std::stop_token &end) {
        for (int signal = 0; sigwait(&set, &signal) == 0 && !end.stop_requested();) {
            if (source_.stop_requested())
                std::_Exit(130);
            source_.request_stop();
        }
    });
}

Interrupt::~Interrupt()
{
    waiter_.request_stop();
    pthread_kill(waiter_.native_handle(), SIGTERM); // NOLINT(bugprone-bad-signal-to-kill-thread): blocked everywhere, wakes sigwait
}

} // namespace espseal::cli
