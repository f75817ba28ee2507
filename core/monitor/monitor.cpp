// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/monitor.h"

namespace espseal::monitor {

void Monitor::feed(std::span<const std::uint8_t> bytes, HostTime now)
{
    fold(reader_.feed(bytes, now));
}

void Monitor::quiet(HostTime now)
{
    fold(reader_.flush(now));
}

void Monitor::add(const PeerEvent &event)
{
    const QList<std::uint64_t> changed = builder_.add(event);
    if (watcher_)
        watcher_(nullptr, &event, changed);
}

void Monitor::fold(const QList<Event> &events)
{
    for (const Event &event : events) {
        const QList<std::uint64_t> changed = builder_.add(event);
        if (watcher_)
            watcher_(&event, nullptr, changed);
    }
}

void Monitor::replay(const Recording &recording)
{
    HostTime last;
    for (const RecordedChunk &chunk : recording.chunks) {
        last = chunk.host;
        if (chunk.peer)
            add(*chunk.peer);
        else
            feed(std::span(reinterpret_cast<const std::uint8_t *>(chunk.bytes.constData()), static_cast<std::size_t>(chunk.bytes.size())), chunk.host);
    }
    quiet(last);
}

} // namespace espseal::monitor
