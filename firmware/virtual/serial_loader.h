// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/flash_driver.h"
#include "firmware/virtual/program.h"
#include "firmware/virtual/ram_program.h"
#include "firmware/virtual/slip.h"

#include <optional>

namespace espseal::device {

// The parts of the chip that a loader works with.
struct Hardware {
    Uart &uart;
    Bus &bus;
    SpiUnit &spi;
    NorFlash &flash;
    const Faults &faults;
    RamProgram ram {};
    uint64_t commands = 0; // carried out so far
};

// One request of the host as it came.
struct Request {
    uint8_t direction;
    uint8_t op;
    uint32_t length; // as announced
    uint32_t checksum;
    View payload; // as announced, clipped to what came
};

// What ROM and stub have in common: SLIP frames in, one CPU that is busy while it carries a command out, receive buffer meanwhile.
class SerialLoader : public Program {
public:
    void receive(View bytes, uint32_t baud, Time when) override;
    void advance(Time now) override;
    [[nodiscard]] Time deadline() const override;
    [[nodiscard]] Leave leave() const override { return leave_; }

protected:
    // `frame_limit`: what a frame can hold. `backlog_limit`: bytes kept while the CPU is busy; more are lost without notice.
    SerialLoader(Hardware &hardware, size_t frame_limit, size_t backlog_limit);

    struct Done {
        Time ready {}; // when the CPU takes the next command; `never` if it hangs
        Leave leave = Leave::Stays; // then
    };
    // Carries a frame out.
    [[nodiscard]] virtual Done execute(View frame, Time when) = 0;
    // Sends the answer of the command at hand, once a command. Nothing if `at` is `never`.
    void reply(View wire, Time at);
    // WRITE_REG: any number of (address, value, mask, delay in microseconds). Returns when it is done.
    Time write_registers(View entries, Time when);
    [[nodiscard]] static Request parse(View frame);

    Hardware &hw_;

private:
    void hear(uint8_t byte, Time when);
    void finish(Done done);
    void drain();

    SlipReceiver slip_;
    size_t backlog_limit_;
    std::deque<uint8_t> backlog_;
    std::optional<Done> pending_;
    bool served_ = false; // a command was carried out within the bytes at hand
    Time ready_ {};
    Leave leave_ = Leave::Stays;
};

// XOR of the bytes, from EF.
[[nodiscard]] uint8_t data_checksum(View bytes);

} // namespace espseal::device
