// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/loader/transport.h"
#include "core/monitor/monitor.h"

#include <chrono>
#include <mutex>

namespace espseal::provision {

// Waits for a device's next handshake: what the device says on its port and what our own peer saw, folded together.
class SessionWatch {
public:
    using RawBytes = std::function<void(std::span<const std::uint8_t> bytes, monitor::HostTime now)>;
    // `watcher` as of monitor::Monitor, called under the watch's lock; `raw`: what the device sent, for a recording.
    explicit SessionWatch(monitor::Monitor::Watcher watcher = {}, RawBytes raw = {});

    // From our TLS peer's thread.
    void add(const monitor::PeerEvent &event);

    // To be called just before the board is restarted: earlier sessions are no longer waited for.
    void restarting();
    // What the ROM printed after that restart, which somebody else has read from the port.
    void restarted(const QString &boot_text);

    // Reads the device until a session that began after restarting() has succeeded or failed. A session that succeeded is given `linger`
    // for its application data and close, one that only our peer has seen end, for the device's own words. Nothing: no session came up in time; device() tells
    // what the device said instead. Errors: "port-gone"; cancelled.
    [[nodiscard]] Result<std::optional<monitor::Session>> next_session(
        loader::Transport &transport, std::chrono::milliseconds patience, std::chrono::milliseconds linger, const std::stop_token &stop);

    [[nodiscard]] monitor::DeviceState device() const;

private:
    void take(std::span<const std::uint8_t> bytes);
    [[nodiscard]] std::optional<monitor::Session> decided() const;

    mutable std::mutex mutex_;
    monitor::Monitor monitor_;
    RawBytes raw_;
    std::uint64_t before_restart_ = 0; // the last session's id then
};

} // namespace espseal::provision
