// SPDX-License-Identifier: Apache-2.0
// What the firmware does with the wire headers, compiled for the ESP8266 only: every event's template, every sink.
#include "core/wire/agent_settings.h"
#include "core/wire/blob.h"
#include "core/wire/tls_reader.h"
#include "core/wire/trace_event.h"
#include "core/wire/trace_frame.h"

using namespace espseal::wire;

namespace {

template <class Event> uint32_t send_one(uint8_t seq, ByteSpan out)
{
    uint8_t body[frame_body_max];
    const uint32_t size = encode_body(0, Event {}, { body, sizeof body });
    uint64_t delta = 0;
    Event read;
    if (!decode_body({ body, size }, delta, read))
        return 0;
    return encode_frame(static_cast<uint8_t>(Event::kind), seq, Event::schema, { body, size }, out);
}

template <class... Events> uint32_t send(ByteSpan out)
{
    return (send_one<Events>(0, out) + ...);
}

struct Sink final : FrameSink {
    void frame(const Frame &frame) override { count += frame.kind; }
    void text(ByteView text) override { count += text.size; }
    void damaged(uint32_t bytes) override { count += bytes; }
    uint32_t count = 0;
};

struct Records final : TlsReaderSink {
    void record(const TlsRecord &record) override { count += record.length; }
    void handshake(const TlsHandshake &message) override { count += message.length; }
    void handshake_end(const TlsHandshake &) override { ++count; }
    void alert(const TlsAlert &alert) override { count += alert.description; }
    void not_tls(uint8_t) override { ++count; }
    uint32_t count = 0;
};

} // namespace

uint32_t use(ByteView in, ByteSpan out)
{
    Sink sink;
    FrameDecoder decoder(schema_of_kind);
    decoder.feed(in, sink);
    Records records;
    TlsReader reader;
    reader.feed(in, records);
    BlobEntry entry;
    AgentSettings settings;
    const bool found = blob_find(in, blob_ca_name, entry) == BlobStep::entry && decode_agent_settings(in, settings) == AgentSettingsStatus::ok;
    return sink.count + records.count + found
        + send<Hello, Settings, SessionStart, Tcp, Record, Message, Certificate, BlobRead, Alert, Negotiated, HandshakeDone, SessionEnd, Application, Memory,
            RuntimeError, Dropped, KeyLog>(out);
}
