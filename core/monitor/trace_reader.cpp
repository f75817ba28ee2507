// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/trace_reader.h"

#include <algorithm>
#include <type_traits>

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

constexpr qsizetype line_max = 1024;
constexpr std::uint64_t clock_slack_us = 10'000;

wire::ByteView view_of(std::span<const std::uint8_t> bytes)
{
    return { bytes.data(), static_cast<std::uint32_t>(bytes.size()) };
}

// Decodes into the payload's alternative of this kind; false: no such kind, or a body that it cannot be.
template <class... Alternatives> bool decode(std::uint8_t kind, wire::ByteView body, std::uint64_t &delta_us, std::variant<Alternatives...> &payload)
{
    const auto attempt = [&]<class T>(std::type_identity<T>) {
        if constexpr (requires { T::schema; }) {
            T event;
            if (static_cast<std::uint8_t>(T::kind) != kind || !wire::decode_body(body, delta_us, event))
                return false;
            payload = event;
            return true;
        }
        return false;
    };
    return (attempt(std::type_identity<Alternatives>()) || ...);
}

} // namespace

class TraceReader::Collector final : public wire::FrameSink {
public:
    Collector(TraceReader &reader, HostTime now)
        : now_(now)
        , reader_(reader)
    {
    }
    void frame(const wire::Frame &frame) override { reader_.frame(frame, *this); }
    void text(wire::ByteView text) override { reader_.text(text, *this); }
    void damaged(std::uint32_t bytes) override { reader_.counts_.damaged_bytes += bytes; }

    void add(Event event)
    {
        event.host = now_;
        event.device_us = reader_.device_us_;
        events.append(std::move(event));
    }
    [[nodiscard]] HostTime now() const { return now_; }

    QList<Event> events;

private:
    HostTime now_;
    TraceReader &reader_;
};

TraceReader::TraceReader()
    : decoder_(&wire::schema_of_kind)
{
}

QList<Event> TraceReader::feed(std::span<const std::uint8_t> bytes, HostTime now)
{
    Collector out(*this, now);
    decoder_.feed(view_of(bytes), out);
    return std::move(out.events);
}

QList<Event> TraceReader::flush(HostTime now)
{
    Collector out(*this, now);
    decoder_.flush(out);
    end_line(out);
    return std::move(out.events);
}

void TraceReader::frame(const wire::Frame &frame, Collector &out)
{
    Event event;
    event.lost_before = sequence_gap(frame.seq);
    event.storage = to_bytes(frame.body);
    const wire::ByteView body { reinterpret_cast<const std::uint8_t *>(event.storage.constData()), static_cast<std::uint32_t>(event.storage.size()) };
    std::uint64_t delta_us = 0;
    if (!decode(frame.kind, body, delta_us, event.payload)) {
        ++counts_.unknown_frames;
        counts_.lost_frames += event.lost_before;
        return;
    }
    if (counts_.frames == 0)
        delta_us = 0; // the time before the first frame is nobody's
    device_us_ += delta_us;
    if (uptime_us_)
        *uptime_us_ += delta_us;
    if (const auto *hello = std::get_if<wire::Hello>(&event.payload))
        anchor_clock(hello->uptime_us, out.now(), event);
    ++counts_.frames;
    counts_.lost_frames += event.lost_before;
    last_frame_ = out.now();
    out.add(std::move(event));
}

// A HELLO tells the absolute time: behind the expected one the device has started anew; ahead of it, frames with their deltas were lost.
void TraceReader::anchor_clock(std::uint64_t uptime_us, HostTime now, Event &hello)
{
    const std::uint64_t expected = uptime_us_.value_or(device_us_);
    if (uptime_us + clock_slack_us < expected) {
        hello.rebooted = true;
        hello.lost_before = 0; // it counts from 0 again
        device_us_ += static_cast<std::uint64_t>(std::max<std::int64_t>((now - last_frame_).count(), 0));
    } else if (uptime_us_ && uptime_us > expected) {
        device_us_ += uptime_us - expected;
    }
    uptime_us_ = uptime_us;
}

std::uint32_t TraceReader::sequence_gap(std::uint8_t seq)
{
    const auto gap = last_seq_ ? static_cast<std::uint8_t>(seq - *last_seq_ - 1) : std::uint8_t(0);
    last_seq_ = seq;
    return gap;
}

void TraceReader::text(wire::ByteView text, Collector &out)
{
    for (const std::uint8_t byte : std::span(text.data, text.size)) {
        if (byte == '\n' || line_.size() == line_max)
            end_line(out);
        if (byte != '\n' && byte != '\r')
            line_.append(static_cast<char>(byte));
    }
}

void TraceReader::end_line(Collector &out)
{
    if (line_.isEmpty())
        return;
    const QString line = QString::fromUtf8(line_);
    line_.clear();
    ++counts_.console_lines;
    out.add({ .payload = ConsoleLine { line } });
    if (auto log = parse_sdk_line(line.trimmed())) {
        if (log->kind == SdkLogKind::reset)
            last_seq_.reset(); // it counts from 0 again
        out.add({ .payload = *std::move(log) });
    }
}

} // namespace espseal::monitor
