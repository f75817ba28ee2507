// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/bytes.h"
#include "firmware/virtual/clock.h"
#include "firmware/virtual/poll_set.h"

#include <string_view>

namespace espseal::device {

// How a program leaves the CPU.
enum class Leave {
    Stays,
    BootsFlash, // the ROM loads the application from flash, without a reset
    RunsRam, // jumps into what was downloaded into RAM
    Restarts, // software reset
    Crashes, // watchdog reset
};

// What runs on the CPU at a time: ROM loader, stub, application, or nothing any more.
class Program {
public:
    virtual ~Program() = default;
    // Bytes that came over the UART. In fast mode a call has all that the host sent at once, in real time one byte.
    virtual void receive(View bytes, uint32_t baud, Time when) = 0;
    virtual void advance(Time /*now*/) { }
    [[nodiscard]] virtual Time deadline() const { return never; }
    // Adds descriptors of its own to the event loop's round.
    virtual void watch(PollSet & /*set*/) { }
    // Asked after each call above.
    [[nodiscard]] virtual Leave leave() const { return Leave::Stays; }
    // It takes bytes at any speed: it is measuring the speed.
    [[nodiscard]] virtual bool measures_speed() const { return false; }
    [[nodiscard]] virtual std::string_view name() const = 0;
};

// An endless loop, or a CPU that executes nonsense: nothing but a reset helps.
class Halted final : public Program {
public:
    void receive(View, uint32_t, Time) override { }
    [[nodiscard]] std::string_view name() const override { return "halted"; }
};

} // namespace espseal::device
