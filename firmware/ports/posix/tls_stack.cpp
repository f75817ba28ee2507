// SPDX-License-Identifier: Apache-2.0
// A stack of its own for TLS, painted, so that its high-water mark can be told as on the chip. The figures are this CPU's.
#include "firmware/runtime/port.h"

#include <algorithm>
#include <array>
#include <ucontext.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/common_interface_defs.h>
#endif

namespace espseal::port {

namespace {

constexpr uint8_t paint = 0xA5;
alignas(16) std::array<uint8_t, 65536> stack;
bool painted = false;
bool on_it = false;
ucontext_t outside;

struct Job {
    Task task;
    void *argument;
} job;

#ifdef __SANITIZE_ADDRESS__
const void *outside_bottom;
size_t outside_size;
void *outside_fake;
void enter_begin()
{
    __sanitizer_start_switch_fiber(&outside_fake, stack.data(), stack.size());
}
void enter_end()
{
    __sanitizer_finish_switch_fiber(nullptr, &outside_bottom, &outside_size);
}
void leave_begin()
{
    __sanitizer_start_switch_fiber(nullptr, outside_bottom, outside_size);
}
void leave_end()
{
    __sanitizer_finish_switch_fiber(outside_fake, nullptr, nullptr);
}
#else
void enter_begin() { }
void enter_end() { }
void leave_begin() { }
void leave_end() { }
#endif

void work()
{
    enter_end();
    job.task(job.argument);
    leave_begin();
}

} // namespace

void run_on_tls_stack(Task task, void *argument)
{
    if (on_it) {
        task(argument);
        return;
    }
    if (!painted)
        stack.fill(paint);
    painted = true;
    job = { task, argument };
    ucontext_t inside;
    getcontext(&inside);
    inside.uc_stack.ss_sp = stack.data();
    inside.uc_stack.ss_size = stack.size();
    inside.uc_link = &outside;
    makecontext(&inside, work, 0);
    on_it = true;
    enter_begin();
    swapcontext(&outside, &inside);
    leave_end();
    on_it = false;
}

uint32_t tls_stack_size()
{
    return static_cast<uint32_t>(stack.size());
}

uint32_t tls_stack_high_water()
{
    if (!painted)
        return 0;
    const auto used = std::ranges::find_if(stack, [](uint8_t byte) { return byte != paint; });
    return static_cast<uint32_t>(stack.end() - used);
}

} // namespace espseal::port
