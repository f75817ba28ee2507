// SPDX-License-Identifier: Apache-2.0
// A board that runs the bundled application in a process of its own; the test holds the other end of its UART.
#pragma once

#include "core/wire/agent_settings.h"
#include "core/wire/trace_event.h"
#include "core/wire/trace_frame.h"

#include <QObject>
#include <QSocketNotifier>

#include <memory>
#include <sys/types.h>

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

class Board : public QObject, private wire::FrameSink {
    Q_OBJECT

public:
    static constexpr uint32_t ca_sector = 0x7B;
    static constexpr uint32_t identity_sector = 0x7C;

    explicit Board(uint32_t flash_size = 1024 * 1024);
    ~Board() override;

    void write_flash(uint32_t sector, const QByteArray &bytes);
    void write_settings(const wire::AgentSettings &settings, uint32_t sector = 0x79);
    // Sectors of a board that is provisioned as usual; the rest of the fields as they are by default, and no reconnecting.
    [[nodiscard]] static wire::AgentSettings settings(wire::AgentRole role);
    void boot();
    void send(const QByteArray &bytes);
    void reset();

    // Waits, processing events, for the `count`th event of a kind. False after 20 s.
    [[nodiscard]] bool wait_for(wire::EventKind kind, int count = 1);
    [[nodiscard]] bool wait_for_console(const QString &text);
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
    // The port that the application listens on.
    [[nodiscard]] uint16_t listening_port();
    // Handshake messages as "> client_hello" (to the device) and "< server_hello", in order.
    [[nodiscard]] QStringList ladder() const;
    [[nodiscard]] QString console() const { return QString::fromLatin1(console_); }
    [[nodiscard]] QByteArray uart_stream() const { return stream_; }
    [[nodiscard]] uint32_t damaged_bytes() const { return damaged_; }

Q_SIGNALS:
    void changed();

private:
    void frame(const wire::Frame &frame) override;
    void text(wire::ByteView text) override;
    void damaged(uint32_t bytes) override { damaged_ += bytes; }
    void read_uart();
    [[nodiscard]] const Event &nth_event(wire::EventKind kind, int nth) const;

    uint8_t *flash_;
    uint32_t flash_size_;
    pid_t process_ = -1;
    int uart_ = -1;
    std::unique_ptr<QSocketNotifier> notifier_;
    wire::FrameDecoder decoder_ { wire::schema_of_kind };
    QList<Event> events_;
    QByteArray console_;
    QByteArray stream_;
    uint32_t damaged_ = 0;
};

} // namespace espseal::test
