// SPDX-License-Identifier: Apache-2.0
// The trace's events: one struct a kind, one field list for encoder and decoder alike.
//
// Body: `delta_us` (time since the previous frame) and then the fields, integers as unsigned LEB128, strings and byte strings
// with a length in front. New fields are only appended; a decoder ignores surplus bytes and leaves missing fields at their
// defaults. A change that is not an appended field gets a new schema name, hence another hash.
#pragma once

#include "core/wire/trace_body.h"

namespace espseal::wire {

inline constexpr uint32_t trace_schema_major = 1;
inline constexpr uint32_t trace_schema_minor = 1;

enum class EventKind : uint8_t {
    hello = 0x01,
    session_start = 0x02,
    tcp = 0x03,
    record = 0x04,
    message = 0x05,
    certificate = 0x06,
    blob_read = 0x07,
    alert = 0x08,
    negotiated = 0x09,
    handshake_done = 0x0A,
    session_end = 0x0B,
    application = 0x0C,
    memory = 0x0D,
    error = 0x0E,
    dropped = 0x0F,
    settings = 0x10,
    keylog = 0x11,
    in_session = 0x13,
    key_work = 0x14, // this and the following ones: key_event.h
    certificate_request_part = 0x15,
    identity_progress = 0x16,
    key_refused = 0x17,
    hello_request = 0x20, // desktop to device; empty body
    key_request = 0x21, // desktop to device
    certificate_part = 0x22, // desktop to device
    unknown = 0xFF,
};

enum class Direction : uint8_t { received = 0, sent = 1 }; // seen from the device
enum class TlsRole : uint8_t { server = 0, client = 1 };
enum class BlobRole : uint8_t { ca = 0, identity = 1 };
enum class TcpEvent : uint8_t { opened = 0, closed = 1, refused = 2, reset = 3, timed_out = 4, unreachable = 5, listening = 6 };

// How a blob looked to the device.
enum class BlobVerdict : uint8_t {
    ok = 0,
    erased = 1, // the sector is erased
    no_blob = 2, // something else is there
    truncated = 3, // an entry's length points behind what may be read
    missing_entry = 4, // `name` is not in the blob
    bad_payload = 5, // an entry is there but no certificate or key can be read from it
    outside_flash = 6,
};

// What a device offers beyond the trace, as bits of Hello::features.
inline constexpr uint32_t feature_own_key = 1; // makes its key itself: key_event.h

namespace fingerprint {
inline constexpr uint32_t size = 32; // SHA-256 of the certificate's DER
}

// FNV-1a over the schema's name, folded to 16 bits.
consteval uint16_t schema_hash(const char *name)
{
    uint32_t hash = 2166136261u;
    for (; *name; ++name)
        hash = (hash ^ static_cast<uint8_t>(*name)) * 16777619u;
    return static_cast<uint16_t>(hash >> 16 ^ hash);
}

// Each struct: `kind`, `schema`, its fields with the defaults of absent ones, and `each`, which hands every field in wire order
// to a visitor (uint8_t..uint64_t, enums, bool, Text, ByteView).

// Keeps this schema name for ever: a desktop must be able to read another major version's HELLO to say that it is too old.
struct Hello {
    static constexpr EventKind kind = EventKind::hello;
    static constexpr uint16_t schema = schema_hash("hello/1");
    uint32_t schema_major = trace_schema_major;
    uint32_t schema_minor = trace_schema_minor;
    uint64_t uptime_us = 0; // absolute: anchors the deltas of all later frames
    Text firmware; // "espseal-agent 0.1.0"
    Text flavour; // TLS library: "BearSSL 0.6"
    ByteView mac; // 6 bytes
    uint32_t reset_reason = 0; // ROM's rst cause
    uint32_t buffer_size = 0; // effective TLS buffer, bytes
    uint32_t plain_limit = 1024; // bytes a send
    uint32_t arena_size = 0; // static memory of the TLS session, bytes
    uint32_t stack_size = 0; // of the TLS stack, bytes
    uint32_t frames_dropped = 0;
    uint32_t flash_size = 0;
    uint32_t features = 0;
    template <class V> constexpr void each(V &v)
    {
        v(schema_major), v(schema_minor), v(uptime_us), v(firmware), v(flavour), v(mac), v(reset_reason), v(buffer_size), v(plain_limit), v(arena_size),
            v(stack_size), v(frames_dropped), v(flash_size), v(features);
    }
};

struct Settings { // what the agent read at boot; role none with sector no_sector: it found no settings
    static constexpr EventKind kind = EventKind::settings;
    static constexpr uint16_t schema = schema_hash("settings/1");
    uint16_t sector = 0xFFFF;
    uint8_t role = 0; // AgentRole
    Text host;
    uint16_t remote_port = 0;
    uint16_t local_port = 0;
    uint16_t ca_sector = 0xFFFF;
    uint16_t identity_sector = 0xFFFF;
    bool client_verifies = false;
    bool client_authenticates = false;
    bool server_verifies = false;
    template <class V> constexpr void each(V &v)
    {
        v(sector), v(role), v(host), v(remote_port), v(local_port), v(ca_sector), v(identity_sector), v(client_verifies), v(client_authenticates),
            v(server_verifies);
    }
};

struct SessionStart {
    static constexpr EventKind kind = EventKind::session_start;
    static constexpr uint16_t schema = schema_hash("session_start/1");
    uint32_t session = 0; // counts from 1 since boot
    TlsRole role = TlsRole::server;
    bool mutual = false;
    bool verifies = false;
    uint32_t buffer_size = 0;
    Text peer; // "192.168.4.2:8883"
    template <class V> constexpr void each(V &v) { v(session), v(role), v(mutual), v(verifies), v(buffer_size), v(peer); }
};

struct Tcp {
    static constexpr EventKind kind = EventKind::tcp;
    static constexpr uint16_t schema = schema_hash("tcp/1");
    TcpEvent event = TcpEvent::opened;
    uint16_t local_port = 0;
    uint16_t remote_port = 0;
    Text remote;
    uint32_t code = 0; // the port's own error number, 0 = none
    template <class V> constexpr void each(V &v) { v(event), v(local_port), v(remote_port), v(remote), v(code); }
};

struct Record {
    static constexpr EventKind kind = EventKind::record;
    static constexpr uint16_t schema = schema_hash("record/1");
    Direction direction = Direction::received;
    uint8_t type = 0;
    uint16_t version = 0;
    uint32_t length = 0; // of the fragment
    bool encrypted = false;
    template <class V> constexpr void each(V &v) { v(direction), v(type), v(version), v(length), v(encrypted); }
};

struct Message {
    static constexpr EventKind kind = EventKind::message;
    static constexpr uint16_t schema = schema_hash("message/1");
    Direction direction = Direction::received;
    uint8_t type = 0;
    uint32_t length = 0; // with the 4-byte header; the fragment's if encrypted
    bool encrypted = false;
    uint32_t compute_us = 0; // the device computed since the previous message
    uint32_t blocked_us = 0; // the device waited for the network since the previous message
    template <class V> constexpr void each(V &v) { v(direction), v(type), v(length), v(encrypted), v(compute_us), v(blocked_us); }
};

struct Certificate {
    static constexpr EventKind kind = EventKind::certificate;
    static constexpr uint16_t schema = schema_hash("certificate/1");
    Direction direction = Direction::received;
    uint8_t depth = 0; // 0 = leaf
    uint32_t length = 0; // DER bytes
    ByteView sha256; // of the DER
    uint32_t key_bits = 0; // 0 = not decoded
    uint8_t key_type = 0; // 1 RSA, 2 EC
    uint64_t not_before = 0; // Unix seconds; 0 = not decoded
    uint64_t not_after = 0;
    uint32_t verdict = 0; // of the chain, on its last certificate: 0 accepted or not checked, else the TLS library's code
    bool checked = false; // the chain was verified against a CA
    template <class V> constexpr void each(V &v)
    {
        v(direction), v(depth), v(length), v(sha256), v(key_bits), v(key_type), v(not_before), v(not_after), v(verdict), v(checked);
    }
};

struct BlobRead {
    static constexpr EventKind kind = EventKind::blob_read;
    static constexpr uint16_t schema = schema_hash("blob_read/1");
    BlobRole role = BlobRole::ca;
    uint16_t sector = 0;
    uint32_t offset = 0; // of the entry in the sector
    Text name; // of the entry; empty if there is none
    uint32_t length = 0;
    uint32_t crc32 = 0; // of what flash holds at offset..offset+34+length; 0 if nothing was read, and for private keys
    BlobVerdict verdict = BlobVerdict::ok;
    template <class V> constexpr void each(V &v) { v(role), v(sector), v(offset), v(name), v(length), v(crc32), v(verdict); }
};

struct Alert {
    static constexpr EventKind kind = EventKind::alert;
    static constexpr uint16_t schema = schema_hash("alert/1");
    Direction direction = Direction::received;
    uint8_t level = 0;
    uint8_t description = 0;
    bool encrypted = false;
    template <class V> constexpr void each(V &v) { v(direction), v(level), v(description), v(encrypted); }
};

struct Negotiated {
    static constexpr EventKind kind = EventKind::negotiated;
    static constexpr uint16_t schema = schema_hash("negotiated/1");
    uint16_t version = 0;
    uint16_t suite = 0;
    uint16_t curve = 0; // RFC 8422 number; 0 = none
    bool resumed = false;
    template <class V> constexpr void each(V &v) { v(version), v(suite), v(curve), v(resumed); }
};

struct HandshakeDone {
    static constexpr EventKind kind = EventKind::handshake_done;
    static constexpr uint16_t schema = schema_hash("handshake_done/1");
    uint32_t total_us = 0;
    uint32_t compute_us = 0;
    uint32_t blocked_us = 0;
    template <class V> constexpr void each(V &v) { v(total_us), v(compute_us), v(blocked_us); }
};

struct SessionEnd {
    static constexpr EventKind kind = EventKind::session_end;
    static constexpr uint16_t schema = schema_hash("session_end/1");
    uint32_t session = 0;
    int32_t callback_error = 0; // what the reconnect callback got (ESPCONN_* or a TLS code); 0 = disconnect callback
    uint32_t tls_error = 0; // the TLS library's code; BearSSL: BR_ERR_*, 256+alert received, 512+alert sent
    bool handshake_was_done = false;
    uint32_t bytes_received = 0; // application bytes
    uint32_t bytes_sent = 0;
    uint32_t total_us = 0;
    template <class V> constexpr void each(V &v)
    {
        v(session), v(callback_error), v(tls_error), v(handshake_was_done), v(bytes_received), v(bytes_sent), v(total_us);
    }
};

struct Application {
    static constexpr EventKind kind = EventKind::application;
    static constexpr uint16_t schema = schema_hash("application/1");
    Direction direction = Direction::received;
    uint32_t bytes = 0;
    template <class V> constexpr void each(V &v) { v(direction), v(bytes); }
};

struct Memory {
    static constexpr EventKind kind = EventKind::memory;
    static constexpr uint16_t schema = schema_hash("memory/1");
    uint32_t heap_free = 0;
    uint32_t heap_low_water = 0;
    uint32_t buffer_high_water = 0; // largest record fragment that sat in the TLS buffer
    uint32_t stack_high_water = 0;
    template <class V> constexpr void each(V &v) { v(heap_free), v(heap_low_water), v(buffer_high_water), v(stack_high_water); }
};

struct RuntimeError {
    static constexpr EventKind kind = EventKind::error;
    static constexpr uint16_t schema = schema_hash("error/1");
    int32_t espconn = 0; // ESPCONN_*
    uint32_t tls_error = 0;
    Text where; // the call or step, e.g. "espconn_secure_send"
    Text what;
    template <class V> constexpr void each(V &v) { v(espconn), v(tls_error), v(where), v(what); }
};

struct Dropped {
    static constexpr EventKind kind = EventKind::dropped;
    static constexpr uint16_t schema = schema_hash("dropped/1");
    uint32_t frames = 0;
    template <class V> constexpr void each(V &v) { v(frames); }
};

// What follows belongs to this session. Sent only while a server's and a client's session are both there.
struct InSession {
    static constexpr EventKind kind = EventKind::in_session;
    static constexpr uint16_t schema = schema_hash("in_session/1");
    uint32_t session = 0;
    template <class V> constexpr void each(V &v) { v(session); }
};

struct KeyLog { // test builds only
    static constexpr EventKind kind = EventKind::keylog;
    static constexpr uint16_t schema = schema_hash("keylog/1");
    ByteView client_random; // 32 bytes
    ByteView master_secret; // 48 bytes
    template <class V> constexpr void each(V &v) { v(client_random), v(master_secret); }
};

// For FrameDecoder.
[[nodiscard]] uint16_t schema_of_kind(uint8_t kind);
[[nodiscard]] const char *event_kind_name(uint8_t kind);

// Encodes a body; bytes written, or 0 if it does not fit frame_body_max or `out`.
template <class Event> [[nodiscard]] uint32_t encode_body(uint64_t delta_us, Event event, ByteSpan out)
{
    detail::BodyWriter writer { out };
    writer.number(delta_us);
    event.each(writer);
    return writer.failed ? 0 : writer.size;
}

// Decodes a body of the kind; false if a field is cut off or out of range. Texts and views point into `body`.
template <class Event> [[nodiscard]] bool decode_body(ByteView body, uint64_t &delta_us, Event &event)
{
    detail::BodyReader reader { body };
    delta_us = reader.number(UINT64_MAX);
    if (body.empty())
        return false;
    event.each(reader);
    return !reader.failed;
}

} // namespace espseal::wire
