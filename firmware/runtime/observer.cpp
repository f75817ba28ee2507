// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/observer.h"

#include "firmware/runtime/console.h"
#include "firmware/runtime/port.h"
#include "firmware/runtime/trace.h"
#include "firmware/runtime/x509_watch.h"

namespace espseal::runtime {

namespace {
constexpr uint32_t record_header = 5;
constexpr uint32_t message_header = 4;
} // namespace

void Observer::OneWay::record(const wire::TlsRecord &record)
{
    // Records in the clear are streamed through: they may be longer than the buffer.
    const uint32_t size = record.length + record_header;
    const uint32_t held = size < observer_.buffer_size_ ? size : observer_.buffer_size_;
    if (held > observer_.buffer_high_water_)
        observer_.buffer_high_water_ = held;

    wire::Record event;
    event.direction = direction_;
    event.type = record.type;
    event.version = record.version;
    event.length = record.length;
    event.encrypted = record.encrypted;
    trace().emit(event);
}

void Observer::OneWay::handshake(const wire::TlsHandshake &message)
{
    const WorkClock::Spent spent = observer_.clock_.lap(port::now_us());
    wire::Message event;
    event.direction = direction_;
    event.type = message.type;
    event.length = message.encrypted ? message.length : message.length + message_header;
    event.encrypted = message.encrypted;
    event.compute_us = spent.compute_us;
    event.blocked_us = spent.blocked_us;
    trace().emit(event);

    const Identity *identity = observer_.identity_;
    if (direction_ != wire::Direction::sent || message.type != wire::handshake_certificate || !identity)
        return;
    for (uint32_t i = 0; i < identity->chain_length; ++i)
        tell_own_certificate(identity->chain[i], static_cast<uint8_t>(i));
}

void Observer::OneWay::alert(const wire::TlsAlert &alert)
{
    trace().emit(wire::Alert { direction_, alert.level, alert.description, alert.encrypted });
    if (!alert.encrypted)
        Line(direction_ == wire::Direction::sent ? "sent alert: " : "received alert: ").add(wire::alert_name(alert.description)).end();
}

void Observer::OneWay::not_tls(uint8_t first_byte)
{
    observer_.no_tls_ = true;
    Line line("the first byte is 0x");
    line.hex(first_byte).add(", no TLS record");
    wire::RuntimeError event;
    event.where = text_of(direction_ == wire::Direction::received ? "received" : "sent");
    event.what = line.text();
    trace().emit(event);
}

} // namespace espseal::runtime
