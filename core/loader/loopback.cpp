// SPDX-License-Identifier: Apache-2.0
#include "core/loader/loopback.h"

#include "core/loader/port_errors.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>

using namespace Qt::StringLiterals;

namespace espseal::loader {

namespace {

struct End {
    Bytes received; // not read yet
    Lines lines;
    int baud = 115200;
};

} // namespace

struct LoopbackTransport::Wire {
    static constexpr std::size_t capacity = std::size_t(64) * 1024;

    std::mutex mutex;
    std::condition_variable_any changed;
    std::array<End, 2> ends;
    bool closed = false;

    // True once `condition` holds, false at the deadline or a stop request.
    template <class Condition> bool wait(std::unique_lock<std::mutex> &lock, const Wait &wait, Condition condition)
    {
        if (wait.until.isForever())
            return changed.wait(lock, wait.stop, condition);
        return changed.wait_until(lock, wait.stop, std::chrono::steady_clock::now() + wait.until.remainingTimeAsDuration(), condition);
    }
};

LoopbackTransport::Pair LoopbackTransport::make(Capabilities capabilities)
{
    const auto wire = std::make_shared<Wire>();
    using Self = std::unique_ptr<LoopbackTransport>;
    return { Self(new LoopbackTransport(wire, 0, capabilities)), Self(new LoopbackTransport(wire, 1, {})) };
}

LoopbackTransport::LoopbackTransport(std::shared_ptr<Wire> wire, int side, Capabilities capabilities)
    : wire_(std::move(wire))
    , side_(side)
    , capabilities_(capabilities)
{
}

LoopbackTransport::~LoopbackTransport()
{
    LoopbackTransport::close();
}

QString LoopbackTransport::name() const
{
    return u"loopback"_s;
}

void LoopbackTransport::close()
{
    const std::scoped_lock lock(wire_->mutex);
    wire_->closed = true;
    wire_->changed.notify_all();
}

Result<void> LoopbackTransport::write(std::span<const std::uint8_t> bytes, const Wait &wait)
{
    std::unique_lock lock(wire_->mutex);
    Bytes &queue = wire_->ends[1 - side_].received;
    if (wait.stop.stop_requested() && !wire_->closed)
        return stopped();
    while (!bytes.empty()) {
        const bool room = wire_->wait(lock, wait, [&] { return wire_->closed || queue.size() < Wire::capacity; });
        if (wire_->closed)
            return port_gone(name());
        if (!room)
            return wait.stop.stop_requested() ? stopped() : port_stalled(name());
        const std::size_t count = std::min(bytes.size(), Wire::capacity - queue.size());
        append(queue, bytes.first(count));
        bytes = bytes.subspan(count);
        wire_->changed.notify_all();
    }
    return {};
}

Result<Bytes> LoopbackTransport::read(std::size_t max, const Wait &wait)
{
    std::unique_lock lock(wire_->mutex);
    Bytes &queue = wire_->ends[side_].received;
    wire_->wait(lock, wait, [&] { return wire_->closed || !queue.empty(); });
    if (queue.empty() && wire_->closed)
        return port_gone(name());
    if (queue.empty() && wait.stop.stop_requested())
        return stopped();
    const auto count = static_cast<std::ptrdiff_t>(std::min(max, queue.size()));
    Bytes bytes(queue.begin(), queue.begin() + count);
    queue.erase(queue.begin(), queue.begin() + count);
    wire_->changed.notify_all();
    return bytes;
}

Result<void> LoopbackTransport::set_baud(int baud)
{
    const std::scoped_lock lock(wire_->mutex);
    wire_->ends[side_].baud = baud;
    return {};
}

Result<void> LoopbackTransport::set_lines(Lines lines)
{
    if (!capabilities_.lines)
        return port_without_lines(name());
    const std::scoped_lock lock(wire_->mutex);
    wire_->ends[side_].lines = lines;
    wire_->changed.notify_all();
    return {};
}

Result<void> LoopbackTransport::discard_input(const std::stop_token &)
{
    const std::scoped_lock lock(wire_->mutex);
    wire_->ends[side_].received.clear();
    wire_->changed.notify_all();
    return {};
}

Lines LoopbackTransport::peer_lines() const
{
    const std::scoped_lock lock(wire_->mutex);
    return wire_->ends[1 - side_].lines;
}

int LoopbackTransport::peer_baud() const
{
    const std::scoped_lock lock(wire_->mutex);
    return wire_->ends[1 - side_].baud;
}

} // namespace espseal::loader
