// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/bytes.h"

#include <functional>

namespace espseal::device {

// The COM-PORT option's commands (RFC 2217, section 3) for one client: keeps the settings, says what changed, makes the answers.
class ComPort {
public:
    struct Handlers {
        std::function<void(bool on)> dtr;
        std::function<void(bool on)> rts;
        std::function<void(bool to_client, bool to_device)> purge;
    };
    explicit ComPort(Handlers handlers);

    // `command` is a sub-negotiation with the option in front. Returns the answer in the same form, empty for none.
    [[nodiscard]] Bytes answer(View command);
    [[nodiscard]] uint32_t baud() const { return baud_; }
    [[nodiscard]] bool suspended() const { return suspended_; }

private:
    [[nodiscard]] uint8_t control(uint8_t value);

    Handlers handlers_;
    uint32_t baud_ = 9600;
    uint8_t data_size_ = 8;
    uint8_t parity_ = 1;
    uint8_t stop_size_ = 1;
    bool break_ = false;
    bool dtr_ = false;
    bool rts_ = false;
    bool suspended_ = false;
};

} // namespace espseal::device
