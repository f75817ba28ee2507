// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/poll_set.h"
#include "firmware/virtual/serial_loader.h"

#include <memory>

namespace espseal::device {

// The ESP8266: reset, strapping, ROM start, and whatever program runs then.
class Chip {
public:
    Chip(Hardware &hardware, const Mac &mac, bool keep_first_sync);

    // The EN pin. GPIO0 is latched when EN rises.
    void hold_in_reset();
    void release_reset(bool gpio0_low, Time now);

    // Over ports without reset lines a SYNC request stands for "hold GPIO0, pulse EN" unless a loader runs already.
    void receive(View bytes, uint32_t baud, const HostPort &from, Time when);
    void advance(Time now);
    [[nodiscard]] Time deadline() const;
    void watch(PollSet &set);

    // For the status report.
    [[nodiscard]] std::string_view program_name() const;
    [[nodiscard]] uint32_t boots() const { return boots_; }
    [[nodiscard]] bool download_strapped() const { return boot_mode_ == download_mode; }

private:
    enum ResetCause : uint32_t { power_on = 1, reset_pin_or_software = 2, watchdog = 4 };
    static constexpr uint32_t download_mode = 1, flash_mode = 3;

    void start(uint32_t cause, Time now);
    void boot_flash(uint32_t cause, Time now);
    void settle(Time now);
    // What was downloaded into RAM: our flasher, somebody's stub, or nonsense.
    void run_ram(Time now);
    void restart_later(uint32_t cause, Duration wait, Time now);
    void print(std::string_view text, Time now);
    [[nodiscard]] bool asks_for_loader(View bytes);

    Hardware &hw_;
    Mac mac_;
    bool keep_first_sync_;
    bool held_ = false;
    uint32_t boot_mode_ = flash_mode;
    uint32_t cause_ = power_on;
    uint32_t boots_ = 0;
    std::unique_ptr<Program> program_;
    Time restart_at_ = never;
    uint32_t restart_cause_ = 0;
    size_t request_matched_ = 0; // bytes of a SYNC request seen in a row
};

} // namespace espseal::device
