// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/descriptor.h"
#include "firmware/virtual/mac.h"
#include "firmware/virtual/serial_loader.h"

#include <memory>
#include <sys/types.h>

namespace espseal::device {

// The bundled agent in a process of its own, which sees the flash and one end of the UART and ends with the chip's next reset.
class Application final : public Program {
public:
    Application(Hardware &hardware, Descriptor uart, Descriptor process, pid_t pid);
    ~Application() override;

    void receive(View bytes, uint32_t baud, Time when) override;
    void watch(PollSet &set) override;
    [[nodiscard]] Leave leave() const override { return leave_; }
    [[nodiscard]] std::string_view name() const override { return "application"; }

private:
    void read_console();
    void collect();

    Hardware &hw_;
    Descriptor uart_;
    Descriptor process_; // pidfd
    pid_t pid_;
    Leave leave_ = Leave::Stays;
    std::shared_ptr<void> alive_ = std::make_shared<char>(); // an earlier event of the same round may reset the chip
};

// Sets the UART to the application's speed and starts it, if this build has the agent; without it, or if no process can be made,
// the chip stands still. `cause` is the ROM's reset cause.
[[nodiscard]] std::unique_ptr<Program> start_application(Hardware &hardware, const Mac &mac, uint32_t cause);

} // namespace espseal::device
