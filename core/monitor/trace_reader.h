// SPDX-License-Identifier: Apache-2.0
// Bytes of a device's UART in, events out. Starts anywhere in a dirty stream; never fails, only counts.
#pragma once

#include <QList>

#include "core/monitor/event.h"
#include "core/wire/trace_frame.h"

#include <optional>
#include <span>

namespace espseal::monitor {

struct TraceCounts {
    std::uint64_t frames = 0; // decoded
    std::uint64_t lost_frames = 0; // by sequence gaps
    std::uint64_t unknown_frames = 0; // of kinds that this version does not know, or with a body it cannot read
    std::uint64_t damaged_bytes = 0;
    std::uint64_t console_lines = 0;

    bool operator==(const TraceCounts &) const = default;
};

// One thread at a time; no state outside the object.
class TraceReader {
public:
    TraceReader();

    // Events that these bytes complete, in order.
    [[nodiscard]] QList<Event> feed(std::span<const std::uint8_t> bytes, HostTime now);
    // Hands out console text that still waits for its line end: call when the line has been quiet, and at the end.
    [[nodiscard]] QList<Event> flush(HostTime now);
    [[nodiscard]] const TraceCounts &counts() const { return counts_; }

private:
    class Collector;
    void frame(const wire::Frame &frame, Collector &out);
    void text(wire::ByteView text, Collector &out);
    void end_line(Collector &out);
    void anchor_clock(std::uint64_t uptime_us, HostTime now, Event &hello);
    std::uint32_t sequence_gap(std::uint8_t seq);

    wire::FrameDecoder decoder_;
    TraceCounts counts_;
    QByteArray line_;
    std::optional<std::uint8_t> last_seq_;
    std::uint64_t device_us_ = 0;
    std::optional<std::uint64_t> uptime_us_; // the device's own clock, from its last HELLO on
    HostTime last_frame_;
};

} // namespace espseal::monitor
