// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/clock.h"

namespace espseal::device {

class Chip;

// The two-transistor circuit of most boards between the adapter's lines (true: asserted) and the chip's pins:
// RTS alone pulls EN low, DTR alone pulls GPIO0 low, both or none release both pins. The capacitor at EN makes its rise slow.
class ResetCircuit {
public:
    explicit ResetCircuit(Chip &chip)
        : chip_(chip)
    {
    }
    void set_dtr(bool on, Time now) { set(on, rts_, now); }
    void set_rts(bool on, Time now) { set(dtr_, on, now); }
    void set(bool dtr, bool rts, Time now);
    [[nodiscard]] bool dtr() const { return dtr_; }
    [[nodiscard]] bool rts() const { return rts_; }

    void advance(Time now);
    [[nodiscard]] Time deadline() const { return rises_at_; }

private:
    Chip &chip_;
    bool dtr_ = false;
    bool rts_ = false;
    bool held_ = false;
    Time rises_at_ = never;
};

} // namespace espseal::device
