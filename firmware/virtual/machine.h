// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/chip.h"
#include "firmware/virtual/flash_file.h"
#include "firmware/virtual/pty_port.h"
#include "firmware/virtual/rfc2217_port.h"

#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace espseal::device {

struct Options {
    std::optional<std::string> pty; // link to make; empty: none, only the pseudo-terminal
    std::optional<uint16_t> rfc2217; // TCP port; 0: any free one
    std::string flash; // file; empty: memory only
    std::optional<uint32_t> flash_size;
    Mac mac { 0x5C, 0xCF, 0x7F, 0x00, 0x00, 0x17 };
    LineRate line_rate = LineRate::Fast;
    WrongSpeed wrong_speed = WrongSpeed::Nothing;
    bool keep_first_sync = false;
    bool start_in_loader = false;
    bool exit_with_stdin = false;
    Faults faults;
};

// The whole device: flash, chip, reset circuit and the ports by which a host reaches it.
class Machine {
public:
    static std::expected<std::unique_ptr<Machine>, std::string> make(const Options &options);
    Machine(const Machine &) = delete;

    void power_on(bool gpio0_low);
    // As if somebody pressed the reset button, with or without the FLASH button held.
    void press_reset(bool gpio0_low);
    // The ports vanish for good; the chip loses power.
    void unplug();

    // One JSON object a line: how to reach it; how it is.
    [[nodiscard]] std::string ready_line() const;
    [[nodiscard]] std::string status_line() const;
    [[nodiscard]] Faults &faults() { return faults_; }
    // From now on; `spec` as of Faults::set.
    [[nodiscard]] std::expected<void, std::string> set_fault(std::string_view spec);

    void watch(PollSet &set);
    void advance(Time now);

private:
    Machine(const Options &options, FlashFile flash_file);
    std::expected<void, std::string> open_ports(const Options &options);

    std::string flash_path_;
    Mac mac_;
    Faults faults_;
    uint64_t unplug_counts_from_ = 0; // bytes that had been programmed when the fault was set
    FlashFile flash_file_;
    NorFlash flash_;
    Uart uart_;
    SpiUnit spi_;
    Bus bus_;
    Hardware hardware_;
    Chip chip_;
    ResetCircuit circuit_;
    std::unique_ptr<PtyPort> pty_;
    std::unique_ptr<Rfc2217Port> rfc2217_;
    bool unplugged_ = false;
};

} // namespace espseal::device
