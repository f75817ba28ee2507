// SPDX-License-Identifier: Apache-2.0
#include "tests/firmware/trace_log.h"

#include "core/wire/tls_reader.h"

namespace espseal::test {

void TraceLog::feed(const QByteArray &bytes)
{
    stream_ += bytes;
    decoder_.feed({ reinterpret_cast<const uint8_t *>(bytes.constData()), uint32_t(bytes.size()) }, *this);
}

void TraceLog::frame(const wire::Frame &frame)
{
    events_ << Event { wire::EventKind(frame.kind), frame.seq, QByteArray(reinterpret_cast<const char *>(frame.body.data), frame.body.size) };
}

void TraceLog::text(wire::ByteView text)
{
    console_.append(reinterpret_cast<const char *>(text.data), text.size);
}

int TraceLog::count(wire::EventKind kind) const
{
    return int(std::ranges::count(events_, kind, &Event::kind));
}

const Event &TraceLog::nth_event(wire::EventKind kind, int nth) const
{
    for (const Event &event : events_) {
        if (event.kind == kind && nth-- == 0)
            return event;
    }
    qFatal("there is no such event: %s", wire::event_kind_name(uint8_t(kind)));
}

QStringList TraceLog::ladder() const
{
    QStringList lines;
    for (const wire::Message &message : all<wire::Message>())
        lines << (message.direction == wire::Direction::received ? QStringLiteral("> ") : QStringLiteral("< "))
                + QLatin1StringView(wire::handshake_name(message.type));
    return lines;
}

} // namespace espseal::test
