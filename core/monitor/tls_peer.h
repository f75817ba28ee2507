// SPDX-License-Identifier: Apache-2.0
// The studio's own end of a TLS connection: OpenSSL over memory BIOs, so that every message, alert and chain error is seen.
#pragma once

#include <QByteArray>
#include <QString>

#include "core/base/error.h"
#include "core/monitor/peer_event.h"
#include "core/pki/identity.h"

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

namespace espseal::monitor {

enum class TlsVersion : std::uint16_t { tls10 = 0x0301, tls11 = 0x0302, tls12 = 0x0303 };

struct PeerSettings {
    wire::TlsRole role = wire::TlsRole::server; // ours
    QString host = QStringLiteral("127.0.0.1"); // server: address to listen on; client: name or address of the device
    std::uint16_t port = 0; // server: 0 lets the system choose
    std::optional<pki::Identity> identity; // needed by a server
    QList<pki::Certificate> ca; // trusted; empty: the other side's chain is looked at but not checked
    bool require_client_certificate = false; // server; needs `ca`
    QString expected_name; // client: what the device's certificate must be made for, name or IP; empty: not checked
    TlsVersion min_version = TlsVersion::tls12;
    TlsVersion max_version = TlsVersion::tls12;
    int security_level = 2; // OpenSSL's; TLS 1.0/1.1 and 1024-bit keys need 0
    QString cipher_list; // OpenSSL's syntax; empty: its default
    std::uint32_t max_send_fragment = 0; // bytes a record once the handshake is done, 512..16384; 0: no limit. Never splits handshake messages.
    std::chrono::milliseconds handshake_timeout { 20000 };
    std::chrono::milliseconds idle_timeout { 10000 }; // without application data
    QByteArray greeting; // client: sent when the handshake is done; empty: an HTTP GET
};

// Called on the peer's own thread.
using PeerSink = std::function<void(const PeerEvent &)>;

// Runs on a thread of its own from start() to destruction. A server answers an HTTP request with a small page and echoes anything
// else; a client sends its greeting, waits for an answer and closes.
class TlsPeer {
public:
    // Errors: no identity for a server, a certificate or key too weak for the security level, address in use, a CA demanded but none given. A client's failed
    // connection is an event, not an error. `stop` ends it like destruction does.
    [[nodiscard]] static Result<std::unique_ptr<TlsPeer>> start(PeerSettings settings, PeerSink sink, const std::stop_token &stop = {});
    ~TlsPeer(); // closes all connections and joins the thread: the sink must not wait for the caller
    TlsPeer(const TlsPeer &) = delete;
    TlsPeer &operator=(const TlsPeer &) = delete;

    [[nodiscard]] std::uint16_t port() const; // server: where it listens

private:
    class Impl;
    explicit TlsPeer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace espseal::monitor
