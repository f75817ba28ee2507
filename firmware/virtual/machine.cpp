// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/machine.h"

#include "firmware/virtual/json_line.h"

#include <format>

namespace espseal::device {

std::expected<std::unique_ptr<Machine>, std::string> Machine::make(const Options &options)
{
    auto flash = FlashFile::open(options.flash, options.flash_size);
    if (!flash)
        return std::unexpected(flash.error());
    std::unique_ptr<Machine> machine(new Machine(options, std::move(*flash)));
    if (auto opened = machine->open_ports(options); !opened)
        return std::unexpected(opened.error());
    return machine;
}

Machine::Machine(const Options &options, FlashFile flash_file)
    : flash_path_(options.flash)
    , mac_(options.mac)
    , faults_(options.faults)
    , flash_file_(std::move(flash_file))
    , flash_(flash_file_.cells(), FlashTimes::of(options.line_rate), faults_)
    , uart_(options.line_rate, options.wrong_speed, faults_)
    , spi_(flash_)
    , bus_(spi_, uart_, mac_, faults_)
    , hardware_ { uart_, bus_, spi_, flash_, faults_ }
    , chip_(hardware_, mac_, options.keep_first_sync)
    , circuit_(chip_)
{
    uart_.on_receive([this](View bytes, uint32_t baud, const HostPort &from, Time when) { chip_.receive(bytes, baud, from, when); });
}

std::expected<void, std::string> Machine::open_ports(const Options &options)
{
    if (options.pty) {
        auto port = PtyPort::open(*options.pty, uart_);
        if (!port)
            return std::unexpected(port.error());
        pty_ = std::move(*port);
        uart_.connect(*pty_);
    }
    if (options.rfc2217) {
        auto port = Rfc2217Port::listen(*options.rfc2217, uart_, circuit_);
        if (!port)
            return std::unexpected(port.error());
        rfc2217_ = std::move(*port);
        uart_.connect(*rfc2217_);
    }
    return {};
}

void Machine::power_on(bool gpio0_low)
{
    chip_.release_reset(gpio0_low, Clock::now());
}

void Machine::press_reset(bool gpio0_low)
{
    if (unplugged_)
        return;
    chip_.hold_in_reset();
    chip_.release_reset(gpio0_low, Clock::now());
}

void Machine::unplug()
{
    unplugged_ = true;
    uart_.disconnect_all();
    if (pty_)
        pty_->unplug();
    if (rfc2217_)
        rfc2217_->unplug();
    chip_.hold_in_reset();
}

void Machine::watch(PollSet &set)
{
    if (unplugged_)
        return;
    if (pty_)
        pty_->watch(set);
    if (rfc2217_)
        rfc2217_->watch(set);
    chip_.watch(set);
    set.wake_at(std::min({ chip_.deadline(), circuit_.deadline(), uart_.deadline(Clock::now()) }));
}

void Machine::advance(Time now)
{
    if (unplugged_)
        return;
    circuit_.advance(now);
    uart_.advance(now);
    chip_.advance(now);
    uart_.advance(now); // what the chip has just answered
    if (faults_.unplug_after && flash_.programmed() - unplug_counts_from_ >= *faults_.unplug_after)
        unplug();
}

std::string Machine::ready_line() const
{
    JsonLine line;
    if (rfc2217_)
        line.add("rfc2217", std::format("rfc2217://127.0.0.1:{}", rfc2217_->number()));
    if (pty_)
        line.add("pty", pty_->path());
    line.add("flash", flash_path_);
    line.add("flash_size", flash_.size());
    line.add("mac", to_text(mac_));
    return line.text();
}

std::expected<void, std::string> Machine::set_fault(std::string_view spec)
{
    const auto set = faults_.set(spec);
    if (set && spec.starts_with("unplug-after"))
        unplug_counts_from_ = flash_.programmed();
    return set;
}

std::string Machine::status_line() const
{
    JsonLine line;
    line.add("program", unplugged_ ? "unplugged" : chip_.program_name());
    line.add("boot_mode", chip_.download_strapped() ? "download" : "flash");
    line.add("boots", chip_.boots());
    line.add("baud", uart_.baud());
    line.add("dtr", circuit_.dtr());
    line.add("rts", circuit_.rts());
    line.add("commands", hardware_.commands);
    line.add("flash_data", flash_.programmed());
    line.add("flash_status", flash_.status());
    line.add("faults", faults_.active());
    return line.text();
}

} // namespace espseal::device
