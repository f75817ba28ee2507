// SPDX-License-Identifier: Apache-2.0
// A stack of its own for TLS, painted, so that its high-water mark can be told as on the chip. The figures are this CPU's.
#include "firmware/runtime/port.h"

#include <algorithm>
#include <array>
#include <ucontext.h>

namespace espseal::port {

namespace {

constexpr uint8_t paint = 0xA5;
alignas(16) std::array<uint8_t, 65536> stack;
bool painted = false;
#ifdef __SANITIZE_ADDRESS__
bool on_it = true; // AddressSanitizer wants to know each stack; its own frames would spoil the figure anyway
#else
bool on_it = false;
#endif
ucontext_t outside;

struct Job {
    Task task;
    void *argument;
} job;

void work()
{
    job.task(job.argument);
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
    swapcontext(&outside, &inside);
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
