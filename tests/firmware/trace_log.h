// SPDX-License-Identifier: Apache-2.0
// A UART stream taken apart: trace events and console text.
#pragma once

#include "core/wire/trace_event.h"
#include "core/wire/trace_frame.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace espseal::test {

struct Event {
    wire::EventKind kind = wire::EventKind::unknown;
    uint8_t seq = 0;
    QByteArray body;

    // Texts and views in it point into `body`.
    template <class E> [[nodiscard]] E as() const
    {
        E event;
        uint64_t delta_us = 0;
        const bool decoded
            = kind == E::kind && wire::decode_body({ reinterpret_cast<const uint8_t *>(body.constData()), uint32_t(body.size()) }, delta_us, event);
        if (!decoded)
            qFatal("not the event that was expected, or damaged");
        return event;
    }
};

[[nodiscard]] inline QString string(wire::Text text)
{
    return QString::fromLatin1(text.data, text.size);
}

class TraceLog : private wire::FrameSink {
public:
    virtual ~TraceLog() = default;
    void feed(const QByteArray &bytes);

    template <class E> [[nodiscard]] E get(int nth = 0) const { return nth_event(E::kind, nth).template as<E>(); }
    template <class E> [[nodiscard]] QList<E> all() const
    {
        QList<E> found;
        for (const Event &event : events_) {
            if (event.kind == E::kind)
                found << event.template as<E>();
        }
        return found;
    }
    [[nodiscard]] int count(wire::EventKind kind) const;
    [[nodiscard]] const QList<Event> &events() const { return events_; }
    // Handshake messages as "> client_hello" (to the device) and "< server_hello", in order.
    [[nodiscard]] QStringList ladder() const;
    [[nodiscard]] QString console() const { return QString::fromLatin1(console_); }
    [[nodiscard]] QByteArray uart_stream() const { return stream_; }
    [[nodiscard]] uint32_t damaged_bytes() const { return damaged_; }

private:
    void frame(const wire::Frame &frame) override;
    void text(wire::ByteView text) override;
    void damaged(uint32_t bytes) override { damaged_ += bytes; }
    [[nodiscard]] const Event &nth_event(wire::EventKind kind, int nth) const;

    wire::FrameDecoder decoder_ { wire::schema_of_kind };
    QList<Event> events_;
    QByteArray console_;
    QByteArray stream_;
    uint32_t damaged_ = 0;
};

} // namespace espseal::test
