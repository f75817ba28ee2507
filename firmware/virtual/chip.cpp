// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/chip.h"

#include "firmware/virtual/application.h"
#include "firmware/virtual/boot.h"
#include "firmware/virtual/ram_flasher.h"
#include "firmware/virtual/rom_loader.h"
#include "firmware/virtual/stub.h"

#include <format>

namespace espseal::device {
namespace {

using namespace std::chrono_literals;

constexpr uint32_t rom_divider = 694; // "115200" for a 40 MHz crystal: 74880 baud with 26 MHz
constexpr Duration watchdog_pause = 500ms;
constexpr uint8_t sync_request[] = { 0xC0, 0x00, 0x08, 0x24, 0x00 };

} // namespace

Chip::Chip(Hardware &hardware, const Mac &mac, bool keep_first_sync)
    : hw_(hardware)
    , mac_(mac)
    , keep_first_sync_(keep_first_sync)
    , program_(std::make_unique<Halted>())
{
}

void Chip::hold_in_reset()
{
    held_ = true;
    restart_at_ = never;
    program_ = std::make_unique<Halted>();
    hw_.uart.reset();
}

void Chip::release_reset(bool gpio0_low, Time now)
{
    held_ = false;
    boot_mode_ = gpio0_low && !hw_.faults.run_mode ? download_mode : flash_mode;
    start(boots_ == 0 ? power_on : reset_pin_or_software, now);
}

void Chip::print(std::string_view text, Time now)
{
    hw_.uart.send({ reinterpret_cast<const uint8_t *>(text.data()), text.size() }, now);
}

void Chip::start(uint32_t cause, Time now)
{
    ++boots_;
    cause_ = cause;
    restart_at_ = never;
    request_matched_ = 0;
    hw_.bus.reset();
    hw_.ram = {};
    hw_.uart.set_divider(rom_divider);
    print(std::format("\n ets Jan  8 2013,rst cause:{}, boot mode:({},{})\n\n", cause, boot_mode_, boot_mode_ == download_mode ? 7 : 6), now);
    if (cause == watchdog)
        print("wdt reset\n", now);
    if (boot_mode_ == flash_mode)
        boot_flash(cause, now);
    else if (cause == watchdog) // the ROM tries the flash, which the strapping does not allow
        program_ = std::make_unique<Halted>();
    else
        program_ = std::make_unique<RomLoader>(hw_, keep_first_sync_);
}

void Chip::boot_flash(uint32_t cause, Time now)
{
    const BootReport report = boot_report(hw_.flash.cells());
    print(report.text, now);
    if (report.end == BootEnd::Runs)
        program_ = start_application(hw_, mac_, cause);
    else if (report.end == BootEnd::Stops)
        program_ = std::make_unique<Halted>();
    else
        restart_later(reset_pin_or_software, 1s, now);
}

void Chip::restart_later(uint32_t cause, Duration wait, Time now)
{
    program_ = std::make_unique<Halted>();
    restart_at_ = now + wait;
    restart_cause_ = cause;
}

void Chip::receive(View bytes, uint32_t baud, const HostPort &from, Time when)
{
    if (held_)
        return;
    const bool in_loader = dynamic_cast<SerialLoader *>(program_.get()) != nullptr || dynamic_cast<RamFlasher *>(program_.get()) != nullptr;
    if (!in_loader && !from.has_reset_lines() && asks_for_loader(bytes)) {
        hold_in_reset();
        release_reset(true, when);
    }
    const bool deaf = hw_.faults.no_sync && dynamic_cast<RomLoader *>(program_.get()) != nullptr;
    if (deaf || (!program_->measures_speed() && !hw_.uart.matches(baud)))
        return;
    program_->receive(bytes, baud, when);
    settle(when);
}

bool Chip::asks_for_loader(View bytes)
{
    for (const uint8_t byte : bytes) {
        request_matched_ = byte == sync_request[request_matched_] ? request_matched_ + 1 : byte == sync_request[0];
        if (request_matched_ == std::size(sync_request))
            return true;
    }
    return false;
}

void Chip::settle(Time now)
{
    switch (program_->leave()) {
    case Leave::Stays:
        return;
    case Leave::BootsFlash:
        return boot_flash(cause_, now);
    case Leave::RunsRam:
        return run_ram(now);
    case Leave::Restarts:
        return start(reset_pin_or_software, now);
    case Leave::Crashes:
        return restart_later(watchdog, watchdog_pause, now);
    }
}

void Chip::run_ram(Time now)
{
    const uint32_t entry = hw_.ram.entry();
    if (!RamFlasher::claims(entry))
        program_ = std::make_unique<Stub>(hw_, now);
    else if (RamFlasher::is_loaded(hw_.bus, entry))
        program_ = std::make_unique<RamFlasher>(hw_, now);
    else
        restart_later(watchdog, watchdog_pause, now);
}

void Chip::advance(Time now)
{
    if (now >= restart_at_)
        start(restart_cause_, now);
    program_->advance(now);
    settle(now);
}

Time Chip::deadline() const
{
    return std::min(restart_at_, program_->deadline());
}

void Chip::watch(PollSet &set)
{
    program_->watch(set);
}

std::string_view Chip::program_name() const
{
    return held_ ? "held-in-reset" : program_->name();
}

} // namespace espseal::device
