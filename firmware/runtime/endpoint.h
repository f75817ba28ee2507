// SPDX-License-Identifier: Apache-2.0
// The server or the client of the API: its settings, its one connection, and the callbacks to the application.
//
// Call order is checked by the espconn_secure_* functions (api_*.cpp); this class does what they allow.
#pragma once

#include "firmware/runtime/include/espconn.h"
#include "firmware/runtime/session.h"

namespace espseal::runtime {

struct EndpointSettings {
    uint16 buffer_size = 2048;
    bool verify = false;
    uint32 ca_sector = 0;
    bool authenticate = false; // client only
    uint32 identity_sector = 0;
};

class Endpoint final : public port::TcpSink {
public:
    constexpr explicit Endpoint(wire::TlsRole role)
        : role_(role)
    {
    }

    EndpointSettings settings;

    // The settings may not change now.
    [[nodiscard]] bool in_use() const { return listener_ || session_; }
    [[nodiscard]] bool has_connection() const { return session_; }
    [[nodiscard]] espconn *listener() const { return listener_; }
    // The espconn that callbacks get; null without a connection.
    [[nodiscard]] espconn *connection() { return !session_ ? nullptr : is_server() ? &accepted_ : client_; }
    [[nodiscard]] bool open() const { return session_ && session_->open() && !session_->closing(); }
    [[nodiscard]] bool closing() const { return session_ && session_->closing(); }
    [[nodiscard]] bool sending() const { return session_ && session_->sending(); }
    [[nodiscard]] bool fits_memory() const;

    [[nodiscard]] port::TcpStart listen(espconn &listener);
    void unlisten();
    // ESPCONN_OK, _MEM or _RTE.
    [[nodiscard]] sint8 connect(espconn &client);
    void send(const uint8 *data, uint16 size);
    void disconnect();
    // Ends the connection whether the peer takes what is still to be sent or not.
    void abandon();

    void tcp_opened(const port::Peer &peer) override;
    void tcp_readable() override { serve(); }
    void tcp_writable() override { serve(); }
    void tcp_closed(wire::TcpEvent event, uint32_t code) override;
    void tcp_turned_away(const port::Peer &peer) override;

private:
    [[nodiscard]] bool is_server() const { return role_ == wire::TlsRole::server; }
    [[nodiscard]] port::Link link() const { return is_server() ? port::Link::server : port::Link::client; }
    [[nodiscard]] ArenaEnd arena_end() const { return is_server() ? ArenaEnd::low : ArenaEnd::high; }
    [[nodiscard]] port::TimerId timer() const { return is_server() ? port::TimerId::server_handshake : port::TimerId::client_handshake; }
    [[nodiscard]] SessionPlan plan() const;
    [[nodiscard]] bool begin_session(const port::Peer &peer);
    void adopt(const port::Peer &peer);
    void focus() const;
    void tell_tcp(wire::TcpEvent event, uint32_t code) const;
    void tell_unreachable() const;
    void serve();
    void serve_soon();
    void deliver_received();
    void finish();

    wire::TlsRole role_;
    espconn *listener_ = nullptr; // server: as given to accept
    espconn *client_ = nullptr; // client: as given to connect
    espconn accepted_ = {}; // server: of the connection
    esp_tcp accepted_tcp_ = {};
    Session *session_ = nullptr; // in the arena
    port::Peer peer_;
    uint32_t session_number_ = 0;
    uint16_t local_port_ = 0;
    bool serving_ = false;
    bool serve_asked_ = false;
};

[[nodiscard]] Endpoint &server();
[[nodiscard]] Endpoint &client();

// What both endpoints share.
struct Shared {
    static constexpr uint32_t name_max = 63;
    const uint8 *certificate = nullptr;
    const uint8 *private_key = nullptr;
    uint16 certificate_size = 0;
    uint16 private_key_size = 0;
    char server_name[name_max + 1] = {};
    bool check_name = false;
    bool keylog = false;
    uint32 time_floor = 0;
    uint16 handshake_seconds = 60;
    uint32_t sessions = 0; // so far
    uint32_t told_session = 0; // the one that the trace's events belong to
    uint32_t callbacks = 0; // running now
};

[[nodiscard]] Shared &shared();

// Counts and announces a session.
[[nodiscard]] uint32_t tell_session_start(const SessionPlan &plan, const port::Peer &peer);

} // namespace espseal::runtime
