// SPDX-License-Identifier: Apache-2.0
// A byte stream to a board, with the two modem lines that reset it. Blocking calls, no event loop; a transport belongs to the thread
// that opened it.
#pragma once

#include <QDeadlineTimer>
#include <QString>

#include "core/base/error.h"
#include "core/loader/bytes.h"

#include <chrono>
#include <memory>
#include <span>
#include <stop_token>

namespace espseal::loader {

// How long a call may block, and who may end it early: a stop request ends it within 100 ms with ErrorKind::cancelled.
struct Wait {
    QDeadlineTimer until;
    std::stop_token stop;
};

[[nodiscard]] inline Wait wait_for(std::chrono::milliseconds patience, std::stop_token stop = {})
{
    return { QDeadlineTimer(patience), std::move(stop) };
}

// Modem lines; true = asserted, which is a low level at the adapter's pin.
struct Lines {
    bool dtr = false; // pulls GPIO0 low on boards with automatic reset
    bool rts = false; // pulls EN (reset) low there
    bool operator==(const Lines &) const = default;
};

struct PortSettings {
    int baud = 115200;
    Lines lines; // set at once after opening: the operating system raises both, which resets some boards
};

struct Capabilities {
    bool lines = false; // DTR and RTS exist; without them a person resets the board (pty, raw TCP)
    bool lines_together = false; // both change in one moment
};

class Transport {
public:
    Transport() = default;
    Transport(const Transport &) = delete;
    Transport &operator=(const Transport &) = delete;
    virtual ~Transport() = default;

    // All bytes are on their way when it returns. Errors: "port-gone" (the other end hung up), "port-stalled" (deadline), cancelled.
    virtual Result<void> write(std::span<const std::uint8_t> bytes, const Wait &wait) = 0;
    // What is there, at most `max` bytes; empty at the deadline. Errors: "port-gone" within 250 ms of the hang-up and after the last byte
    // that came before it; cancelled.
    virtual Result<Bytes> read(std::size_t max, const Wait &wait) = 0;
    // Takes effect after what was written before. Odd speeds such as 74880 are fine.
    virtual Result<void> set_baud(int baud) = 0;
    // Error "port-without-lines" where Capabilities::lines is false.
    virtual Result<void> set_lines(Lines lines) = 0;
    // Drops everything received up to now, on the other side of a network too.
    virtual Result<void> discard_input(const std::stop_token &stop) = 0;

    [[nodiscard]] virtual Capabilities capabilities() const = 0;
    // As the user named it.
    [[nodiscard]] virtual QString name() const = 0;
    // Every later call fails with "port-gone".
    virtual void close() = 0;
};

// `port`: a serial port or pty ("/dev/ttyUSB0", "ttyUSB0", "COM3"), "rfc2217://host:port" or "socket://host:port" (raw TCP, no lines).
// Errors: "port-invalid" (usage), "port-missing", "port-permission", "port-busy", "port-failed", "port-refused" (nothing listens there),
// "not-rfc2217"; cancelled.
[[nodiscard]] Result<std::unique_ptr<Transport>> open_transport(const QString &port, const PortSettings &settings, const Wait &wait);

} // namespace espseal::loader
