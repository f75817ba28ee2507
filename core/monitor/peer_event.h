// SPDX-License-Identifier: Apache-2.0
// What the studio's own TLS peer saw, one event a message. Recorded and replayed as JSON beside the device's bytes.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include "core/monitor/host_time.h"
#include "core/monitor/session.h"

namespace espseal::monitor {

enum class PeerEventKind {
    listening, // remote/local_port: where
    connected, // TCP is up: remote, remote_port, local_port
    connect_failed, // text: why; code: EndKind refused, unreachable or timed_out
    record, // type, version, bytes (fragment), encrypted
    message, // type, name, bytes, detail
    change_cipher_spec,
    alert, // type = description, level
    certificate, // certificate presented by the device
    verify_error, // verify
    certificate_wanted, // the server asked for a client certificate
    established, // version, suite
    application, // bytes
    tls_error, // text: OpenSSL's reason
    not_tls, // text: printable start of what came
    closed, // clean: close_notify or fatal alert before TCP ended
};

struct PeerEvent {
    std::uint64_t connection = 0; // of its TlsPeer, from 1; 0 = the listener itself
    HostTime host;
    PeerEventKind kind = PeerEventKind::record;
    wire::TlsRole device_role = wire::TlsRole::client; // the other side's
    Flow flow = Flow::peer_to_device;
    std::uint8_t type = 0;
    std::uint8_t level = 0;
    std::uint16_t version = 0;
    std::uint16_t suite = 0;
    std::uint32_t bytes = 0;
    bool encrypted = false;
    bool clean = false;
    EndKind end = EndKind::open;
    QString name;
    QString text;
    QString remote;
    std::uint16_t remote_port = 0;
    std::uint16_t local_port = 0;
    CertificateSeen certificate;
    VerifyError verify;
};

[[nodiscard]] QString peer_event_name(PeerEventKind kind); // "message", for JSON
[[nodiscard]] QJsonObject to_json(const PeerEvent &event);
[[nodiscard]] std::optional<PeerEvent> peer_event_from_json(const QJsonObject &object);

} // namespace espseal::monitor
