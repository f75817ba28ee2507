// SPDX-License-Identifier: Apache-2.0
// Reads TLS record headers and, while they are in clear, handshake headers out of one direction of a byte stream
// (RFC 5246 sections 6.2 and 7.4). Keeps under 50 bytes of state and copies no fragment, so it fits beside a TLS engine on the device.
#pragma once

#include "core/wire/bytes.h"

namespace espseal::wire {

enum class RecordType : uint8_t { change_cipher_spec = 20, alert = 21, handshake = 22, application_data = 23 };

struct TlsRecord {
    uint8_t type = 0; // RecordType, or whatever was on the wire
    uint16_t version = 0; // 0x0303 = TLS 1.2
    uint16_t length = 0; // of the fragment, without the 5-byte header
    bool encrypted = false;
};

struct TlsHandshake {
    // RFC 5246 7.4. With `encrypted` it is concluded from the place: the first one behind ChangeCipherSpec is handshake_finished,
    // later ones (renegotiation) are handshake_unknown.
    uint8_t type = 0;
    uint32_t length = 0; // of the body, without the 4-byte header; the record's length if encrypted
    bool encrypted = false;
};

inline constexpr uint8_t handshake_hello_request = 0;
inline constexpr uint8_t handshake_client_hello = 1;
inline constexpr uint8_t handshake_server_hello = 2;
inline constexpr uint8_t handshake_new_session_ticket = 4;
inline constexpr uint8_t handshake_certificate = 11;
inline constexpr uint8_t handshake_server_key_exchange = 12;
inline constexpr uint8_t handshake_certificate_request = 13;
inline constexpr uint8_t handshake_server_hello_done = 14;
inline constexpr uint8_t handshake_certificate_verify = 15;
inline constexpr uint8_t handshake_client_key_exchange = 16;
inline constexpr uint8_t handshake_finished = 20;
inline constexpr uint8_t handshake_unknown = 255;

struct TlsAlert {
    uint8_t level = 0; // 1 warning, 2 fatal
    uint8_t description = 0; // RFC 5246 7.2
    bool encrypted = false; // then level and description are unknown (0)
};

// What the reader finds, in stream order: a record when its header is complete, a handshake message when its header is
// complete, `handshake_end` when its last byte has passed, an alert when both bytes have passed.
class TlsReaderSink {
public:
    virtual void record(const TlsRecord &record) = 0;
    virtual void handshake(const TlsHandshake &message) = 0;
    virtual void handshake_end(const TlsHandshake &message) = 0;
    virtual void alert(const TlsAlert &alert) = 0;
    // The stream is not TLS: unknown record type, or a fragment longer than 2^14 + 2048. The reader ignores all that follows.
    virtual void not_tls(uint8_t first_byte) = 0;

protected:
    ~TlsReaderSink() = default;
};

class TlsReader {
public:
    void feed(ByteView bytes, TlsReaderSink &sink);
    void reset() { *this = TlsReader(); }

private:
    [[nodiscard]] bool opaque() const; // the fragment's bytes say nothing
    void header_byte(uint8_t byte, TlsReaderSink &sink);
    void record_start(TlsReaderSink &sink);
    void fragment_byte(uint8_t byte, TlsReaderSink &sink);
    void handshake_byte(uint8_t byte, TlsReaderSink &sink);
    void record_end(TlsReaderSink &sink);

    uint8_t header_[5] = {};
    uint8_t header_fill_ = 0;
    uint8_t message_header_[4] = {}; // may be spread over several records
    uint8_t message_fill_ = 0;
    uint8_t alert_level_ = 0;
    bool alert_level_seen_ = false;
    bool encrypted_ = false;
    bool finished_seen_ = false; // the first encrypted handshake record has passed
    bool broken_ = false;
    uint32_t fragment_left_ = 0;
    uint32_t body_left_ = 0; // of the handshake message
    TlsRecord record_;
    TlsHandshake message_;
};

// English names as the RFCs spell them; "unknown" for other values.
[[nodiscard]] const char *record_type_name(uint8_t type);
[[nodiscard]] const char *handshake_name(uint8_t type);
[[nodiscard]] const char *alert_name(uint8_t description);
[[nodiscard]] const char *version_name(uint16_t version);
[[nodiscard]] const char *cipher_suite_name(uint16_t suite); // RFC names, all suites that BearSSL 0.6, mbedTLS 2.2 and axTLS offer

} // namespace espseal::wire
