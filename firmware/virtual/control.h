// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/machine.h"

namespace espseal::device {

// The control lines on stdin, each answered with one JSON line on stdout:
//   fault NAME[=VALUE] | clear NAME | reset | download (reset with GPIO0 held low) | unplug | status
class Control {
public:
    explicit Control(Machine &machine)
        : machine_(machine)
    {
    }
    void watch(PollSet &set);
    // stdin has ended.
    [[nodiscard]] bool ended() const { return ended_; }

private:
    void read_input();
    [[nodiscard]] std::string carry_out(std::string_view line);

    Machine &machine_;
    std::string input_;
    bool ended_ = false;
};

} // namespace espseal::device
