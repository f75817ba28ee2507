// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/serial_loader.h"

#include <utility>

namespace espseal::device {

SerialLoader::SerialLoader(Hardware &hardware, size_t frame_limit, size_t backlog_limit)
    : hw_(hardware)
    , slip_(frame_limit)
    , backlog_limit_(backlog_limit)
{
}

void SerialLoader::receive(View bytes, uint32_t /*baud*/, Time when)
{
    advance(when);
    served_ = false;
    for (const uint8_t byte : bytes) {
        // Bytes that came at once came while the CPU carried the first of their commands out.
        if (!pending_ && !served_ && backlog_.empty())
            hear(byte, when);
        else if (backlog_.size() < backlog_limit_)
            backlog_.push_back(byte);
    }
    drain();
}

void SerialLoader::advance(Time now)
{
    while (pending_ && pending_->ready <= now) {
        const auto due = *pending_;
        pending_.reset(); // finishing may begin the next one
        finish(due);
        drain();
    }
}

Time SerialLoader::deadline() const
{
    return pending_ ? pending_->ready : never;
}

void SerialLoader::drain()
{
    while (!pending_ && !backlog_.empty() && leave_ == Leave::Stays) {
        const uint8_t byte = backlog_.front();
        backlog_.pop_front();
        hear(byte, ready_);
    }
}

void SerialLoader::hear(uint8_t byte, Time when)
{
    ready_ = std::max(ready_, when);
    const auto frame = slip_.push(byte);
    if (!frame || leave_ != Leave::Stays)
        return;
    served_ = true;
    const Done done = execute(*frame, ready_);
    if (done.ready > ready_)
        pending_ = done;
    else
        finish(done);
}

void SerialLoader::finish(Done done)
{
    ready_ = std::max(ready_, done.ready);
    leave_ = done.leave;
}

void SerialLoader::reply(View wire, Time at)
{
    ++hw_.commands;
    const bool lost = hw_.faults.lost_answer != 0 && hw_.commands % hw_.faults.lost_answer == 0;
    if (!lost && at != never)
        hw_.uart.send(wire, at);
}

Time SerialLoader::write_registers(View entries, Time when)
{
    constexpr size_t entry_size = 16;
    for (; entries.size() >= entry_size; entries = entries.subspan(entry_size)) {
        const uint32_t address = load32(entries, 0), mask = load32(entries, 8);
        when += hw_.uart.scaled(std::chrono::microseconds(load(entries, 12, 2)));
        hw_.bus.write(address, (hw_.bus.read(address) & ~mask) | (load32(entries, 4) & mask), when);
    }
    return when;
}

Request SerialLoader::parse(View frame)
{
    const uint32_t length = load(frame, 2, 2);
    return { uint8_t(load(frame, 0, 1)), uint8_t(load(frame, 1, 1)), length, load32(frame, 4), part(frame, 8, length) };
}

uint8_t data_checksum(View bytes)
{
    uint8_t sum = 0xEF;
    for (const uint8_t byte : bytes)
        sum ^= byte;
    return sum;
}

} // namespace espseal::device
