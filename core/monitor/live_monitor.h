// SPDX-License-Identifier: Apache-2.0
// Reads a device's port on a thread of its own and hands out what it says.
#pragma once

#include "core/base/error.h"
#include "core/monitor/host_time.h"

#include <functional>
#include <memory>
#include <span>
#include <thread>

namespace espseal::loader {
class Transport;
}

namespace espseal::monitor {

struct LiveOptions {
    int baud = 115200;
    bool reset_device = false; // pulls reset first (GPIO0 high), so that the boot is seen
};

// All calls come from the monitor's thread.
struct LiveSink {
    std::function<void(std::span<const std::uint8_t> bytes, HostTime now)> bytes;
    std::function<void(HostTime now)> quiet; // nothing came for 100 ms; may be empty
    std::function<void(const Error &error)> lost; // the port could not be opened or is gone; once, and nothing follows
    std::function<void()> opened; // the port is open; may be empty
};

// Opens the port, on the monitor's thread (a transport belongs to the thread that opened it).
using PortOpener = std::function<Result<std::unique_ptr<loader::Transport>>(const std::stop_token &stop)>;
// loader::open_transport for what the user named, without touching the device's reset.
[[nodiscard]] PortOpener opener_of(const QString &port);

class LiveMonitor {
public:
    // Opens the port, sets the rate, asks the device for its HELLO and reads until destruction or loss.
    LiveMonitor(PortOpener open, LiveOptions options, LiveSink sink);
    ~LiveMonitor();
    LiveMonitor(const LiveMonitor &) = delete;
    LiveMonitor &operator=(const LiveMonitor &) = delete;

private:
    std::jthread thread_;
};

} // namespace espseal::monitor
