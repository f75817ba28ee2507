// SPDX-License-Identifier: Apache-2.0
// One TLS session as values: what the device told, what our own peer saw, or both on one ladder. No Qt models, no OpenSSL.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include "core/monitor/host_time.h"
#include "core/wire/trace_event.h"

#include <optional>

namespace espseal::monitor {

enum class SessionState { connecting, handshaking, established, closed, failed };
enum class Flow { device_to_peer, peer_to_device };
enum class StepKind { message, change_cipher_spec, alert, application };

struct LadderStep {
    StepKind kind = StepKind::message;
    Flow flow = Flow::device_to_peer;
    std::uint8_t type = 0; // handshake type or alert description
    QString name; // "ClientHello", "Alert unknown_ca", "Application data"
    std::uint64_t bytes = 0; // message with its header; of the record if encrypted; application: sum of a run
    bool encrypted = false;
    std::optional<std::int64_t> device_us; // device time since the session's start; none: the device did not report it
    std::optional<std::int64_t> peer_us; // our peer's time since its connection's start; none: no own peer, or it did not see it
    std::uint32_t compute_us = 0; // the device computed since its previous message
    std::uint32_t blocked_us = 0; // the device waited since its previous message
    std::uint32_t lost_before = 0; // trace frames lost before it
    QString detail; // decoded one-liner; may be empty
};

struct RecordSeen {
    Flow flow = Flow::device_to_peer;
    std::uint8_t type = 0;
    std::uint16_t version = 0;
    std::uint32_t length = 0; // fragment
    bool encrypted = false;
};

struct CertificateSeen {
    Flow flow = Flow::device_to_peer; // who presented it
    unsigned depth = 0; // 0 = leaf
    std::uint32_t length = 0; // DER bytes
    QByteArray sha256; // 32 bytes of the DER, empty if unknown
    QString subject; // only our peer decodes it
    QString issuer;
    std::uint32_t key_bits = 0; // 0 = unknown
    QString key_type; // "RSA", "EC" or empty
    std::uint64_t not_before = 0; // Unix seconds, 0 = unknown
    std::uint64_t not_after = 0;
    std::uint32_t verdict = 0; // the device's, TLS library code; 0 = accepted or not checked
    bool checked = false; // the device verified it
};

struct BlobSeen {
    wire::BlobRole role = wire::BlobRole::ca;
    std::uint16_t sector = 0;
    std::uint32_t offset = 0;
    QString name;
    std::uint32_t length = 0;
    std::uint32_t crc32 = 0;
    wire::BlobVerdict verdict = wire::BlobVerdict::ok;
};

struct AlertSeen {
    Flow flow = Flow::device_to_peer; // who sent it
    std::uint8_t level = 0; // 0 = unknown (encrypted)
    std::uint8_t description = 0;
    bool encrypted = false;
};

struct RuntimeErrorSeen {
    std::int32_t espconn = 0;
    std::uint32_t tls_error = 0;
    QString where;
    QString what;
};

struct TcpSeen {
    wire::TcpEvent event = wire::TcpEvent::opened;
    QString remote;
    std::uint16_t remote_port = 0;
    std::uint16_t local_port = 0;
    std::uint32_t code = 0;
};

struct ConsoleSeen {
    HostTime host;
    std::int64_t device_us = 0; // since the session's start
    QString text;
};

// Memory as last reported, high and low water over the session.
struct MemorySeen {
    std::uint32_t heap_free = 0;
    std::uint32_t heap_low_water = 0;
    std::uint32_t buffer_high_water = 0;
    std::uint32_t stack_high_water = 0;
};

// What the agent read at boot.
struct AgentSeen {
    bool found = false; // false: no settings in flash
    std::uint16_t sector = 0;
    unsigned role = 0; // wire::AgentRole
    QString host;
    std::uint16_t remote_port = 0;
    std::uint16_t local_port = 0;
    std::uint16_t ca_sector = 0xFFFF;
    std::uint16_t identity_sector = 0xFFFF;
    bool client_verifies = false;
    bool client_authenticates = false;
    bool server_verifies = false;
};

// The device as it is known at a moment.
struct DeviceState {
    bool known = false; // it said HELLO
    bool traces = false; // trace frames came, so its log lines say nothing new
    QString firmware;
    QString flavour;
    QByteArray mac; // 6 bytes or empty
    std::uint32_t reset_reason = 0;
    std::uint32_t buffer_size = 0;
    std::uint32_t plain_limit = 0;
    std::uint32_t arena_size = 0;
    std::uint32_t stack_size = 0;
    std::uint32_t flash_size = 0;
    bool makes_keys = false; // wire::feature_own_key
    unsigned reboots = 0; // seen by this monitor
    std::optional<AgentSeen> agent;
    QList<BlobSeen> blobs; // the latest read of each entry, this boot
    QList<RuntimeErrorSeen> errors; // since the last session
    std::optional<std::uint16_t> listening; // TCP port
};

// One complaint of OpenSSL's chain check.
struct VerifyError {
    int code = 0; // X509_V_ERR_*
    int depth = 0;
    QString text; // OpenSSL's words
    QString subject; // of the certificate concerned
};

// What our own TLS peer knows beyond the ladder.
struct PeerFacts {
    std::uint64_t connection = 0; // of the TlsPeer
    bool listening_side = false; // our peer was the server
    QList<VerifyError> verify_errors; // about the device's chain, all of them
    QString error; // OpenSSL's reason; empty if none
    bool got_certificate = false;
    bool asked_for_certificate = false; // we demanded a client certificate
    bool closed_without_alert = false; // TCP ended without close_notify or alert from the device
    bool not_tls = false; // what came was not TLS
    QString first_bytes; // printable start of what came instead
    std::uint32_t largest_message = 0; // handshake message that we sent, bytes
};

enum class EndKind {
    open, // not ended
    closed, // properly
    tls_error, // the device's TLS library gave up
    alert_received, // the peer sent a fatal alert
    alert_sent, // the device sent one
    refused,
    unreachable,
    timed_out,
    gave_up, // the device itself, before the first message: no credentials, no memory
    reset, // TCP reset or closed in the middle
    rebooted, // the device started anew before the session ended
    unseen, // the next session began and this one's end was not reported
};

struct Session {
    std::uint64_t id = 0; // in its builder, from 1
    std::uint32_t device_session = 0; // the device's number, 0 = unknown
    wire::TlsRole role = wire::TlsRole::server; // the device's
    QString peer; // "192.168.4.2:8883"; may be empty
    bool mutual = false;
    bool verifies = false; // the device checks the peer
    std::uint32_t buffer_size = 0; // of the device, 0 = unknown
    SessionState state = SessionState::connecting;
    HostTime started;
    bool traced = false; // the device's trace contributed
    bool from_log = false; // made from a stock SDK's log lines
    bool start_missed = false; // the monitor attached in the middle
    bool handshake_done = false;
    bool key_log = false; // the device gives its session keys away: a test build
    DeviceState device; // at the session's start, blobs kept up to date

    QList<LadderStep> steps; // in order
    QList<RecordSeen> records; // the last 512
    std::uint64_t record_count = 0;
    QList<CertificateSeen> certificates;
    QList<AlertSeen> alerts;
    QList<BlobSeen> blobs; // read for this session
    QList<TcpSeen> tcp;
    QList<RuntimeErrorSeen> errors;
    QList<ConsoleSeen> console; // the last 200 lines
    std::optional<wire::Negotiated> negotiated;
    std::optional<MemorySeen> memory;
    std::uint64_t bytes_received = 0; // application bytes, by the device
    std::uint64_t bytes_sent = 0;
    std::uint32_t handshake_us = 0; // device times of the whole handshake; 0 = not done
    std::uint32_t compute_us = 0;
    std::uint32_t blocked_us = 0;
    std::uint32_t lost_frames = 0;

    EndKind end = EndKind::open;
    bool end_is_peers = false; // only our peer has seen the end; the device may still say why
    std::int32_t callback_error = 0; // what the application's callback got
    std::int64_t tls_error = 0; // the library's code: BearSSL's BR_ERR_*, or negative mbedTLS code from a stock log
    std::optional<PeerFacts> peer_facts; // our own peer was the other side

    [[nodiscard]] bool finished() const { return state == SessionState::closed || state == SessionState::failed; }
};

[[nodiscard]] QString state_name(SessionState state); // "established", for JSON
[[nodiscard]] QString state_text(SessionState state); // translated
[[nodiscard]] QString end_name(EndKind end); // "alert-received", for JSON
[[nodiscard]] QString end_text(const Session &session); // translated, one phrase: "the peer sent alert 48, unknown_ca"

} // namespace espseal::monitor
