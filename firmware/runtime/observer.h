// SPDX-License-Identifier: Apache-2.0
// Watches both directions of a session's bytes and tells the trace each record, handshake message and alert.
//
// A message is told when its header has passed. Its times are what went by since the message before it, so the work on a received
// message shows at the next one; a flight that the device sends in one go carries its cost on its first message.
#pragma once

#include "core/wire/tls_reader.h"
#include "core/wire/trace_event.h"
#include "firmware/runtime/identity.h"
#include "firmware/runtime/work_clock.h"

namespace espseal::runtime {

class Observer {
public:
    Observer(WorkClock &clock, uint32_t buffer_size)
        : clock_(clock)
        , buffer_size_(buffer_size)
    {
    }
    void received(wire::ByteView bytes) { received_.feed(bytes); }
    void sent(wire::ByteView bytes) { sent_.feed(bytes); }

    // Shown when the device's Certificate message goes out; must outlive the session.
    void set_own_identity(const Identity *identity) { identity_ = identity; }
    // Most bytes of one record that lay in the TLS buffer.
    [[nodiscard]] uint32_t buffer_high_water() const { return buffer_high_water_; }
    // What came is no TLS: a browser on http://, say.
    [[nodiscard]] bool peer_speaks_no_tls() const { return no_tls_; }

private:
    class OneWay final : private wire::TlsReaderSink {
    public:
        OneWay(Observer &observer, wire::Direction direction)
            : observer_(observer)
            , direction_(direction)
        {
        }
        void feed(wire::ByteView bytes) { reader_.feed(bytes, *this); }

    private:
        void record(const wire::TlsRecord &record) override;
        void handshake(const wire::TlsHandshake &message) override;
        void handshake_end(const wire::TlsHandshake &) override { }
        void alert(const wire::TlsAlert &alert) override;
        void not_tls(uint8_t first_byte) override;

        Observer &observer_;
        wire::Direction direction_;
        wire::TlsReader reader_;
    };

    WorkClock &clock_;
    const Identity *identity_ = nullptr;
    uint32_t buffer_size_;
    uint32_t buffer_high_water_ = 0;
    bool no_tls_ = false;
    OneWay received_ { *this, wire::Direction::received };
    OneWay sent_ { *this, wire::Direction::sent };
};

} // namespace espseal::runtime
