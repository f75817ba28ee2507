// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/uart.h"

#include <cstdlib>

namespace espseal::device {
namespace {

using namespace std::chrono_literals;

constexpr int64_t bits_per_byte = 10;
constexpr Duration batch = 1ms; // a host cannot tell bytes apart that are closer than its scheduler

bool close_enough(uint32_t one, uint32_t other)
{
    return std::abs(double(one) - double(other)) <= 0.035 * double(one);
}

} // namespace

Uart::Uart(LineRate rate, WrongSpeed wrong_speed, const Faults &faults)
    : rate_(rate)
    , wrong_speed_(wrong_speed)
    , faults_(faults)
{
}

bool Uart::matches(uint32_t other) const
{
    return close_enough(baud(), other);
}

Duration Uart::duration(size_t bytes, uint32_t baud) const
{
    return rate_ == LineRate::Fast ? Duration::zero() : Duration(1s) * (int64_t(bytes) * bits_per_byte) / int64_t(std::max(baud, 50U));
}

void Uart::send(View bytes, Time when)
{
    Bytes disturbed_bytes = disturbed(bytes, baud());
    const Time begin = std::max(when, to_host_free_);
    to_host_free_ = begin + duration(disturbed_bytes.size(), baud());
    to_host_.push_back({ std::move(disturbed_bytes), 0, baud(), nullptr, begin });
}

size_t Uart::waiting(const std::deque<Chunk> &line)
{
    size_t count = 0;
    for (const Chunk &chunk : line)
        count += chunk.bytes.size() - chunk.done;
    return count;
}

void Uart::reset()
{
    to_host_.clear();
    to_host_free_ = {};
}

void Uart::host_sent(HostPort &port, View bytes, Time now)
{
    Bytes disturbed_bytes = disturbed(bytes, port.baud());
    const Time begin = std::max(now, from_host_free_);
    from_host_free_ = begin + duration(disturbed_bytes.size(), port.baud());
    from_host_.push_back({ std::move(disturbed_bytes), 0, port.baud(), &port, begin });
}

bool Uart::congested() const
{
    constexpr size_t adapter_buffer = 256 << 10;
    return waiting(from_host_) > adapter_buffer;
}

void Uart::purge_from(const HostPort &port)
{
    std::erase_if(from_host_, [&port](const Chunk &chunk) { return chunk.from == &port; });
}

void Uart::advance(Time now)
{
    while (!from_host_.empty()) {
        Chunk &chunk = from_host_.front();
        to_chip(chunk, due(chunk, now));
        if (chunk.done < chunk.bytes.size())
            break;
        from_host_.pop_front();
    }
    while (!to_host_.empty()) {
        Chunk &chunk = to_host_.front();
        const size_t end = due(chunk, now);
        to_hosts(View(chunk.bytes).subspan(chunk.done, end - chunk.done), chunk.baud);
        chunk.done = end;
        if (end < chunk.bytes.size())
            break;
        to_host_.pop_front();
    }
}

size_t Uart::due(const Chunk &chunk, Time now) const
{
    if (now >= chunk.begin + duration(chunk.bytes.size(), chunk.baud))
        return chunk.bytes.size();
    if (now < chunk.begin)
        return chunk.done;
    return std::max(chunk.done, size_t((now - chunk.begin) / duration(1, chunk.baud)));
}

void Uart::to_chip(Chunk &chunk, size_t end)
{
    if (!receiver_)
        return;
    if (rate_ == LineRate::Fast)
        receiver_(chunk.bytes, chunk.baud, *chunk.from, chunk.begin);
    // One by one at the time of each, so that a byte that comes while the CPU is busy is seen to come then.
    for (size_t i = chunk.done; i < end && rate_ == LineRate::Real; ++i)
        receiver_(View(chunk.bytes).subspan(i, 1), chunk.baud, *chunk.from, chunk.begin + duration(i + 1, chunk.baud));
    chunk.done = end;
}

void Uart::to_hosts(View bytes, uint32_t baud)
{
    if (bytes.empty())
        return;
    for (HostPort *port : ports_) {
        if (close_enough(baud, port->baud())) {
            port->deliver(bytes);
        } else if (wrong_speed_ == WrongSpeed::Garbage) {
            const double ratio = std::clamp(double(port->baud()) / baud, 0.1, 8.0);
            Bytes garbage(std::max<size_t>(1, size_t(double(bytes.size()) * ratio)));
            std::ranges::generate(garbage, [this] { return uint8_t(random_()); });
            port->deliver(garbage);
        }
    }
}

Bytes Uart::disturbed(View bytes, uint32_t baud)
{
    Bytes out;
    out.reserve(bytes.size());
    for (const uint8_t byte : bytes) {
        if (faults_.drop != 0 && random_() % faults_.drop == 0)
            continue;
        if (baud > faults_.max_baud.value_or(baud)) {
            out.push_back(uint8_t(random_()));
            continue;
        }
        const bool flip = faults_.noise != 0 && random_() % faults_.noise == 0;
        out.push_back(flip ? uint8_t(byte ^ (1U << (random_() % 8))) : byte);
    }
    return out;
}

Time Uart::wake_for(const std::deque<Chunk> &line, Time now) const
{
    if (line.empty())
        return never;
    const Chunk &chunk = line.front();
    const Time next = chunk.begin + duration(chunk.done + 1, chunk.baud);
    const Time end = chunk.begin + duration(chunk.bytes.size(), chunk.baud);
    return std::min(end, std::max(next, now + batch));
}

Time Uart::deadline(Time now) const
{
    return std::min(wake_for(to_host_, now), wake_for(from_host_, now));
}

} // namespace espseal::device
