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

void SessionWatch::restarting()
{
    const std::scoped_lock lock(mutex_);
    for (const monitor::Session &session : monitor_.builder().sessions())
        before_restart_ = std::max(before_restart_, session.id);
}

void SessionWatch::restarted(const QString &boot_text)
{
    const QByteArray bytes = boot_text.toUtf8() + "\r\n";
    take({ reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size()) });
}

// The first session since the restart that the device itself reported and that is decided.
std::optional<monitor::Session> SessionWatch::decided() const
{
    const std::scoped_lock lock(mutex_);
    for (const monitor::Session &session : monitor_.builder().sessions()) {
        if (session.id > before_restart_ && (session.traced || session.from_log) && (session.handshake_done || session.finished()))
            return session;
    }
    return {};
}

Result<std::optional<monitor::Session>> SessionWatch::next_session(
    loader::Transport &transport, std::chrono::milliseconds patience, std::chrono::milliseconds linger, const std::stop_token &stop)
{
    QDeadlineTimer deadline(patience);
    bool lingering = false;
    while (!deadline.hasExpired()) {
        const Result<loader::Bytes> bytes = transport.read(4096, loader::wait_for(slice, stop));
        if (!bytes)
            return failure(bytes.error());
        take(*bytes);
        std::optional<monitor::Session> session = decided();
        if (!session)
            continue;
        if (session->finished() && !session->end_is_peers)
            return session;
        if (!lingering)
            deadline = QDeadlineTimer(linger);
        lingering = true;
    }
    return decided();
}

} // namespace espseal::provision
