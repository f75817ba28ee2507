// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/ram_flasher.h"

#include "core/wire/flasher_image.h"

namespace espseal::device {
namespace {

using namespace std::chrono_literals;

constexpr uint32_t iram_of_flasher = 0x8000; // bytes from its text's start; above is where the flasher stubs of others go
constexpr Duration trial_time = 501ms;

bool holds(const Bus &bus, const wire::flasher::Segment &segment)
{
    const View built(segment.bytes.data, segment.bytes.size);
    for (uint32_t offset = 0; offset < built.size(); offset += 4) {
        if (bus.read(segment.address + offset) != load32(built, offset))
            return false;
    }
    return true;
}

} // namespace

RamFlasher::RamFlasher(Hardware &hardware, Time when)
    : port_(hardware, when)
    , memory_(std::make_unique<flasher::Flasher::Memory>())
    , flasher_(port_, *memory_)
    , wake_(when)
{
    hardware.ram = {};
}

bool RamFlasher::claims(uint32_t entry)
{
    const wire::flasher::Image &image = wire::flasher::built_image();
    return image.exists() && entry >= image.text.address && entry - image.text.address < iram_of_flasher;
}

bool RamFlasher::is_loaded(const Bus &bus, uint32_t entry)
{
    const wire::flasher::Image &image = wire::flasher::built_image();
    return entry == image.entry && holds(bus, image.text) && holds(bus, image.data);
}

void RamFlasher::receive(View bytes, uint32_t /*baud*/, Time when)
{
    advance(when);
    for (const uint8_t byte : bytes)
        port_.arrive(byte);
    // A byte interrupts nothing: it is looked at when the CPU gets there.
    wake_ = std::min(wake_, std::max(when, port_.now()));
    advance(when);
}

void RamFlasher::advance(Time now)
{
    while (wake_ <= now && leave() == Leave::Stays) {
        port_.wait_until(wake_);
        const bool worked = flasher_.step();
        port_.flush();
        wake_ = port_.now();
        if (worked)
            continue;
        wake_ = port_.wakes_at();
        if (flasher_.on_trial())
            wake_ = std::min(wake_, port_.now() + trial_time);
    }
}

} // namespace espseal::device
