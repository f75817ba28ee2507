// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/flasher/flasher.h"
#include "firmware/virtual/ram_flasher_port.h"

namespace espseal::device {

// Our own flasher after the host has downloaded and started it: its source, compiled for this machine, on the virtual chip.
class RamFlasher final : public Program {
public:
    RamFlasher(Hardware &hardware, Time when);

    // Whether `entry` lies where the flasher's code goes; such a program is the flasher or nothing that runs.
    [[nodiscard]] static bool claims(uint32_t entry);
    // Every byte of it is in RAM as it was built, and `entry` is its own.
    [[nodiscard]] static bool is_loaded(const Bus &bus, uint32_t entry);

    void receive(View bytes, uint32_t baud, Time when) override;
    void advance(Time now) override;
    [[nodiscard]] Time deadline() const override { return wake_; }
    [[nodiscard]] Leave leave() const override { return port_.restarted() ? Leave::Restarts : Leave::Stays; }
    [[nodiscard]] std::string_view name() const override { return "flasher"; }

private:
    RamFlasherPort port_;
    std::unique_ptr<flasher::Flasher::Memory> memory_;
    flasher::Flasher flasher_;
    Time wake_; // nothing to do before, unless a byte comes
};

} // namespace espseal::device
