// SPDX-License-Identifier: Apache-2.0
// Splits a handshake's time into computing and waiting for the network. "Computing" is the time inside the session's pump.
#pragma once

#include <stdint.h>

namespace espseal::runtime {

class WorkClock {
public:
    struct Spent {
        uint32_t compute_us = 0;
        uint32_t blocked_us = 0;
    };

    explicit WorkClock(uint64_t now)
        : start_(now)
        , mark_(now)
    {
    }
    void begin_work(uint64_t now) { advance(now, true); }
    void end_work(uint64_t now) { advance(now, false); }
    // Since the last lap; may be called while working.
    [[nodiscard]] Spent lap(uint64_t now)
    {
        advance(now, working_);
        const Spent spent = lap_;
        lap_ = {};
        return spent;
    }
    [[nodiscard]] Spent total(uint64_t now)
    {
        advance(now, working_);
        return total_;
    }
    [[nodiscard]] uint32_t elapsed_us(uint64_t now) const { return static_cast<uint32_t>(now - start_); }

private:
    void advance(uint64_t now, bool working)
    {
        const auto passed = static_cast<uint32_t>(now - mark_);
        (working_ ? lap_.compute_us : lap_.blocked_us) += passed;
        (working_ ? total_.compute_us : total_.blocked_us) += passed;
        mark_ = now;
        working_ = working;
    }

    uint64_t start_;
    uint64_t mark_;
    Spent lap_;
    Spent total_;
    bool working_ = false;
};

} // namespace espseal::runtime
