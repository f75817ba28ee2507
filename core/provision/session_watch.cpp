// SPDX-License-Identifier: Apache-2.0
#include "core/provision/session_watch.h"

namespace espseal::provision {

namespace {

constexpr std::chrono::milliseconds slice(50);

} // namespace

SessionWatch::SessionWatch(monitor::Monitor::Watcher watcher, RawBytes raw)
    : monitor_(std::move(watcher))
    , raw_(std::move(raw))
{
}

void SessionWatch::add(const monitor::PeerEvent &event)
{
    const std::scoped_lock lock(mutex_);
    monitor_.add(event);
}

monitor::DeviceState SessionWatch::device() const
{
    const std::scoped_lock lock(mutex_);
    return monitor_.builder().device();
}

void SessionWatch::take(std::span<const std::uint8_t> bytes)
{
    const monitor::HostTime now = monitor::host_now();
    const std::scoped_lock lock(mutex_);
    if (bytes.empty()) {
        monitor_.quiet(now);
        return;
    }
    if (raw_)
        raw_(bytes, now);
    monitor_.feed(bytes, now);
}

// The first session behind `after` that the device itself reported and that is decided.
std::optional<monitor::Session> SessionWatch::decided(std::uint64_t after) const
{
    const std::scoped_lock lock(mutex_);
    for (const monitor::Session &session : monitor_.builder().sessions()) {
        if (session.id > after && (session.traced || session.from_log) && (session.handshake_done || session.finished()))
            return session;
    }
    return {};
}

Result<std::optional<monitor::Session>> SessionWatch::next_session(
    loader::Transport &transport, std::chrono::milliseconds patience, std::chrono::milliseconds linger, std::stop_token stop)
{
    QDeadlineTimer deadline(patience);
    std::uint64_t after = 0;
    {
        const std::scoped_lock lock(mutex_);
        for (const monitor::Session &session : monitor_.builder().sessions())
            after = std::max(after, session.id);
    }
    bool lingering = false;
    while (!deadline.hasExpired()) {
        const Result<loader::Bytes> bytes = transport.read(4096, loader::wait_for(slice, stop));
        if (!bytes)
            return failure(bytes.error());
        take(*bytes);
        const std::optional<monitor::Session> session = decided(after);
        if (!session)
            continue;
        if (session->finished())
            return session;
        if (!lingering)
            deadline = QDeadlineTimer(linger);
        lingering = true;
    }
    return decided(after);
}

} // namespace espseal::provision
