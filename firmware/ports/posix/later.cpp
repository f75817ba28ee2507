// SPDX-License-Identifier: Apache-2.0
// Deferred tasks and timers.
#include "firmware/ports/posix/loop.h"
#include "firmware/runtime/port.h"

#include <algorithm>
#include <array>
#include <deque>

namespace espseal {

namespace {

constexpr size_t waiting_most = 32;

struct Work {
    port::Task task = nullptr; // null: none
    void *argument = nullptr;
};

struct Timer {
    Work work;
    uint64_t due_us = 0;
};

std::deque<Work> waiting;
std::array<Timer, static_cast<size_t>(port::TimerId::count)> timers;

Timer &timer(port::TimerId id)
{
    return timers[static_cast<size_t>(id)];
}

} // namespace

bool port::defer(Task task, void *argument)
{
    if (waiting.size() == waiting_most)
        return false;
    waiting.push_back({ task, argument });
    return true;
}

void port::timer_start(TimerId id, uint32_t milliseconds, Task task, void *argument)
{
    timer(id) = { { task, argument }, now_us() + uint64_t { milliseconds } * 1000 };
}

void port::timer_stop(TimerId id)
{
    timer(id).work = {};
}

int posix::wait_for_due()
{
    if (!waiting.empty())
        return 0;
    const uint64_t now = port::now_us();
    int64_t soonest = -1;
    for (const Timer &timer : timers) {
        if (!timer.work.task)
            continue;
        const int64_t left = timer.due_us > now ? static_cast<int64_t>((timer.due_us - now + 999) / 1000) : 0;
        soonest = soonest < 0 ? left : std::min(soonest, left);
    }
    return static_cast<int>(std::min<int64_t>(soonest, 60'000));
}

void posix::run_due()
{
    // Only what waits now: a task that defers itself again gives the sockets their turn first.
    for (size_t count = waiting.size(); count > 0; --count) {
        const Work work = waiting.front();
        waiting.pop_front();
        work.task(work.argument);
    }
    for (Timer &timer : timers) {
        if (!timer.work.task || timer.due_us > port::now_us())
            continue;
        const Work work = timer.work;
        timer.work = {};
        work.task(work.argument);
    }
}

} // namespace espseal
