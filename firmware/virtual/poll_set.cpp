// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/poll_set.h"

#include <algorithm>
#include <cerrno>
#include <ctime>

namespace espseal::device {

void PollSet::watch(int fd, short events, Ready ready)
{
    fds_.push_back({ fd, events, 0 });
    ready_.push_back(std::move(ready));
}

void PollSet::wake_at(Time when)
{
    wake_ = std::min(wake_, when);
}

bool PollSet::run()
{
    timespec wait {};
    if (wake_ != never) {
        using namespace std::chrono;
        const auto left = std::max(Duration::zero(), wake_ - Clock::now());
        wait.tv_sec = time_t(duration_cast<seconds>(left).count());
        wait.tv_nsec = long(duration_cast<nanoseconds>(left % seconds(1)).count());
    }
    if (ppoll(fds_.data(), fds_.size(), wake_ == never ? nullptr : &wait, nullptr) < 0)
        return errno == EINTR;
    for (size_t i = 0; i < fds_.size(); ++i) {
        if (fds_[i].revents != 0)
            ready_[i](fds_[i].revents);
    }
    return true;
}

} // namespace espseal::device
