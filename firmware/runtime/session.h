// SPDX-License-Identifier: Apache-2.0
// One TLS session over one TCP link: BearSSL's engine, its memory, and the pump between TCP and the application.
//
// The owner calls start() when TCP is up and then advance() whenever TCP or the application gave it something to do. advance()
// runs until it needs the owner: callbacks to the application are the owner's, outside the TLS stack.
#pragma once

#include "firmware/runtime/accept_any_x509.h"
#include "firmware/runtime/arena.h"
#include "firmware/runtime/crypto_profile.h"
#include "firmware/runtime/observer.h"
#include "firmware/runtime/port.h"
#include "firmware/runtime/session_plan.h"
#include "firmware/runtime/x509_watch.h"

namespace espseal::runtime {

class Session {
public:
    enum class Step : uint8_t {
        wait, // for TCP or the application
        connected, // the handshake is done
        received, // incoming() has data; take it, then consumed()
        sent, // all that send() was given is with TCP
        ended, // see end()
    };

    struct End {
        int32_t espconn = 0; // for the reconnect callback; 0: disconnect callback
        uint32_t tls = 0; // BearSSL's error
        bool was_open = false; // the handshake had been done
    };

    // Null if the arena has not enough left. Lives until arena().release(end).
    [[nodiscard]] static Session *create(const SessionPlan &plan, port::Link link, ArenaEnd end);
    // What create() takes, without credentials.
    [[nodiscard]] static uint32_t memory_needed(const SessionPlan &plan);

    void start();
    [[nodiscard]] Step advance();

    [[nodiscard]] wire::ByteSpan incoming();
    void consumed(uint32_t size);
    // The bytes must stay until Step::sent. Not before the last Step::sent.
    void send(const uint8_t *data, uint32_t size);
    [[nodiscard]] bool sending() const { return sending_; }
    void close();
    void tcp_ended(wire::TcpEvent event);
    void timed_out();

    [[nodiscard]] bool open() const { return open_; }
    [[nodiscard]] bool closing() const { return closing_; }
    [[nodiscard]] bool tcp_has_ended() const { return tcp_ended_; }
    [[nodiscard]] const End &end() const { return end_; }
    // After Step::ended.
    void tell_end(uint32_t number);
    void tell_memory() const;

private:
    union Engine {
        br_ssl_server_context server;
        br_ssl_client_context client;
    };
    struct Verifier {
        X509Watch watch;
        br_x509_minimal_context x509 = {};
        TrustStore store;
    };
    struct Believer {
        X509Watch watch;
        AcceptAnyX509 x509;
    };

    Session(const SessionPlan &plan, port::Link link, ArenaEnd end);
    [[nodiscard]] static uint32_t engine_size(const SessionPlan &plan);
    [[nodiscard]] bool take_memory();

    [[nodiscard]] bool load_credentials();
    [[nodiscard]] bool load_ca(DecoderScratch &scratch);
    [[nodiscard]] bool load_own_identity(DecoderScratch &scratch);
    void set_up_engine();
    void watch_certificates();
    [[nodiscard]] bool begin_handshake();
    void fail(wire::Text where, wire::Text what, uint32_t tls_error = 0);
    void fail_credential(const char *where, uint32_t sector, const char *what);

    [[nodiscard]] Step pump();
    [[nodiscard]] bool send_records();
    [[nodiscard]] bool receive_records();
    void push_application_data();
    void tell_open();
    void tell_keylog() const;
    [[nodiscard]] Step engine_closed();
    [[nodiscard]] Step ended(int32_t espconn, uint32_t tls_error);

    SessionPlan plan_;
    port::Link link_;
    ArenaEnd arena_end_;
    WorkClock clock_;
    Observer observer_;
    Engine *memory_ = nullptr;
    br_ssl_engine_context *engine_ = nullptr; // in memory_
    uint8_t *buffer_ = nullptr;
    Verifier *verifier_ = nullptr; // if the plan verifies
    Believer *believer_ = nullptr; // of a client that does not
    Identity identity_ = {};
    bool has_identity_ = false;

    const uint8_t *unsent_ = nullptr;
    uint32_t unsent_size_ = 0;
    bool sending_ = false;
    bool engine_started_ = false;
    bool open_ = false;
    bool closing_ = false;
    bool ended_ = false;
    bool tcp_ended_ = false;
    End end_;
    uint32_t bytes_received_ = 0;
    uint32_t bytes_sent_ = 0;
};

} // namespace espseal::runtime
