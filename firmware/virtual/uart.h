// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/bytes.h"
#include "firmware/virtual/clock.h"
#include "firmware/virtual/faults.h"

#include <deque>
#include <functional>
#include <random>

namespace espseal::device {

// What a host sees of the device: one serial port.
class HostPort {
public:
    virtual ~HostPort() = default;
    // The speed that the host has set, baud.
    [[nodiscard]] virtual uint32_t baud() const = 0;
    // A port without DTR and RTS gets the loader on request instead.
    [[nodiscard]] virtual bool has_reset_lines() const = 0;
    // Bytes arrive at the host; lost if nobody has the port open.
    virtual void deliver(View bytes) = 0;
};

// What the other end of the wire makes of bytes sent at another speed.
enum class WrongSpeed { Nothing, Garbage };

// The chip's UART0, the wire and its speed. Both directions are independent; in real time each byte takes 10 bits.
class Uart {
public:
    static constexpr uint32_t clock = 52'000'000; // APB clock with a 26 MHz crystal, Hz
    using Receiver = std::function<void(View bytes, uint32_t baud, const HostPort &from, Time when)>;

    Uart(LineRate rate, WrongSpeed wrong_speed, const Faults &faults);
    void connect(HostPort &port) { ports_.push_back(&port); }
    void disconnect_all() { ports_.clear(); }
    void on_receive(Receiver receiver) { receiver_ = std::move(receiver); }

    // Chip side.
    [[nodiscard]] uint32_t divider() const { return divider_; }
    void set_divider(uint32_t divider) { divider_ = std::clamp(divider, 1U, clock); }
    void set_baud(uint32_t baud) { set_divider((clock + baud / 2) / baud); }
    [[nodiscard]] uint32_t baud() const { return clock / divider_; }
    [[nodiscard]] bool matches(uint32_t baud) const;
    void send(View bytes, Time when);
    // A wait of the CPU: takes no time in fast mode.
    [[nodiscard]] Duration scaled(Duration wait) const { return rate_ == LineRate::Fast ? Duration::zero() : wait; }
    [[nodiscard]] bool real_time() const { return rate_ == LineRate::Real; }
    // Bytes sent but not yet on the wire; the hardware FIFO holds 128.
    [[nodiscard]] size_t unsent() const { return waiting(to_host_); }
    // The chip is held in reset: what it had not sent is gone.
    void reset();

    // Host side.
    void host_sent(HostPort &port, View bytes, Time now);
    void purge_from(const HostPort &port);
    // There is too much on its way to the chip already; a port that sees this stops taking bytes from its host.
    [[nodiscard]] bool congested() const;

    // Moves what is due by `now`.
    void advance(Time now);
    [[nodiscard]] Time deadline(Time now) const;

private:
    struct Chunk {
        Bytes bytes;
        size_t done;
        uint32_t baud;
        HostPort *from;
        Time begin;
    };
    [[nodiscard]] static size_t waiting(const std::deque<Chunk> &line);
    [[nodiscard]] Duration duration(size_t bytes, uint32_t baud) const;
    [[nodiscard]] size_t due(const Chunk &chunk, Time now) const;
    [[nodiscard]] Time wake_for(const std::deque<Chunk> &line, Time now) const;
    [[nodiscard]] Bytes disturbed(View bytes, uint32_t baud);
    void to_hosts(View bytes, uint32_t baud);
    void to_chip(Chunk &chunk, size_t end);

    LineRate rate_;
    WrongSpeed wrong_speed_;
    const Faults &faults_;
    std::mt19937 random_;
    std::vector<HostPort *> ports_;
    Receiver receiver_;
    uint32_t divider_ = 694;
    std::deque<Chunk> to_host_;
    std::deque<Chunk> from_host_;
    Time to_host_free_ {};
    Time from_host_free_ {};
};

} // namespace espseal::device
