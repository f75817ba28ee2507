// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/clock.h"

#include <functional>
#include <poll.h>
#include <vector>

namespace espseal::device {

// What the one event loop waits for. Filled anew for every round, so nobody has to unregister anything.
class PollSet {
public:
    using Ready = std::function<void(short revents)>;

    // `ready` may find that an earlier one of the same round has closed its descriptor, and must cope.
    void watch(int fd, short events, Ready ready);
    void wake_at(Time when);

    // Waits, then calls what became ready. Returns false if the wait failed.
    bool run();

private:
    std::vector<pollfd> fds_;
    std::vector<Ready> ready_;
    Time wake_ = never;
};

} // namespace espseal::device
