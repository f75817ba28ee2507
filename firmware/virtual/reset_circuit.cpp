// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/reset_circuit.h"

#include "firmware/virtual/chip.h"

namespace espseal::device {
namespace {

using namespace std::chrono_literals;

// How long EN stays low after its transistor lets go. The classic sequence changes one line at a time and passes through "both"
// or "none" with GPIO0 still high; over a network each change takes pyserial 50 ms, so the capacitor of this board is a large one.
// As nobody means to end in "both" or "none" on the way into the loader, GPIO0 low ends the wait.
Duration rise_time(bool dtr, bool rts)
{
    if (dtr && rts)
        return 250ms;
    return dtr ? 0ms : 60ms;
}

} // namespace

void ResetCircuit::set(bool dtr, bool rts, Time now)
{
    dtr_ = dtr;
    rts_ = rts;
    if (rts && !dtr) {
        held_ = true;
        rises_at_ = never;
        chip_.hold_in_reset();
    } else if (held_) {
        rises_at_ = now + rise_time(dtr, rts);
        advance(now);
    }
}

void ResetCircuit::advance(Time now)
{
    if (now < rises_at_)
        return;
    rises_at_ = never;
    held_ = false;
    chip_.release_reset(dtr_ && !rts_, now);
}

} // namespace espseal::device
