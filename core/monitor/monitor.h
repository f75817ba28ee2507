// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/monitor/recording.h"
#include "core/monitor/session_builder.h"
#include "core/monitor/trace_reader.h"

namespace espseal::monitor {

// Reader and builder together: what live monitoring and replay have in common. One thread at a time.
class Monitor {
public:
    // Called for each event of the device right after it was folded, with the ids of the sessions it changed.
    using Watcher = std::function<void(const Event *, const PeerEvent *, const QList<std::uint64_t> &changed)>;
    explicit Monitor(Watcher watcher = {})
        : watcher_(std::move(watcher))
    {
    }

    void feed(std::span<const std::uint8_t> bytes, HostTime now);
    void quiet(HostTime now); // the line has been silent: unfinished console text is handed out
    void add(const PeerEvent &event);
    void replay(const Recording &recording);

    [[nodiscard]] const SessionBuilder &builder() const { return builder_; }
    [[nodiscard]] const TraceCounts &counts() const { return reader_.counts(); }

private:
    void fold(const QList<Event> &events);
    TraceReader reader_;
    SessionBuilder builder_;
    Watcher watcher_;
};

} // namespace espseal::monitor
