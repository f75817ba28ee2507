// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/endpoint.h"

#include "firmware/runtime/console.h"
#include "firmware/runtime/trace.h"

#include <string.h>

namespace espseal::runtime {

namespace {

constinit Endpoint the_server(wire::TlsRole::server);
constinit Endpoint the_client(wire::TlsRole::client);
constinit Shared the_shared;

// While it lives, an application callback runs: disconnect and delete are refused.
struct InCallback {
    InCallback() { ++the_shared.callbacks; }
    ~InCallback() { --the_shared.callbacks; }
    InCallback(const InCallback &) = delete;
    InCallback &operator=(const InCallback &) = delete;
};

void call(espconn_connect_callback callback, espconn *connection)
{
    const InCallback guard;
    if (callback)
        callback(connection);
}

// The least that credentials take; more than there is shows when they are read.
constexpr uint32_t credentials_least = 512;

} // namespace

Endpoint &server()
{
    return the_server;
}

Endpoint &client()
{
    return the_client;
}

Shared &shared()
{
    return the_shared;
}

SessionPlan Endpoint::plan() const
{
    SessionPlan plan;
    plan.role = role_;
    plan.buffer_size = settings.buffer_size;
    plan.verify = settings.verify;
    plan.ca_sector = settings.ca_sector;
    plan.authenticate = settings.authenticate;
    plan.identity_sector = settings.identity_sector;
    plan.certificate = Source::memory(the_shared.certificate, the_shared.certificate_size);
    plan.private_key = Source::memory(the_shared.private_key, the_shared.private_key_size);
    plan.server_name = the_shared.server_name[0] ? the_shared.server_name : nullptr;
    plan.check_name = the_shared.check_name;
    const uint32_t now = port::unix_time();
    plan.unix_time = now > the_shared.time_floor ? now : the_shared.time_floor;
    plan.keylog = the_shared.keylog;
    return plan;
}

bool Endpoint::fits_memory() const
{
    return Session::memory_needed(plan()) + credentials_least <= arena().free();
}

port::TcpStart Endpoint::listen(espconn &listener)
{
    const port::TcpStart start = port::tcp_listen(static_cast<uint16_t>(listener.proto.tcp->local_port), *this);
    if (!start.ok)
        return start;
    listener_ = &listener;
    listener.proto.tcp->local_port = start.local_port;
    listener.state = ESPCONN_LISTEN;
    peer_ = {};
    peer_.local_port = start.local_port;
    tell_tcp(wire::TcpEvent::listening, 0);
    Line("server listens on port ").number(start.local_port).end();
    return start;
}

void Endpoint::unlisten()
{
    port::tcp_unlisten();
    listener_->state = ESPCONN_CLOSE;
    listener_ = nullptr;
}

bool Endpoint::begin_session(const port::Peer &peer)
{
    peer_ = peer;
    const SessionPlan session_plan = plan();
    session_number_ = tell_session_start(session_plan, peer);
    session_ = Session::create(session_plan, link(), arena_end());
    if (session_)
        return true;
    wire::RuntimeError error;
    error.espconn = ESPCONN_MEM;
    error.where = text_of("memory");
    error.what = text_of("not enough for another session");
    trace().emit(error);
    wire::SessionEnd end;
    end.session = session_number_;
    end.callback_error = ESPCONN_MEM;
    trace().emit(end);
    return false;
}

sint8 Endpoint::connect(espconn &connection)
{
    const esp_tcp &tcp = *connection.proto.tcp;
    port::Peer peer;
    memcpy(peer.remote_ip, tcp.remote_ip, sizeof peer.remote_ip);
    peer.remote_port = static_cast<uint16_t>(tcp.remote_port);
    if (!begin_session(peer))
        return ESPCONN_MEM;
    Line("client connects to ").ip(peer.remote_ip).add(":").number(peer.remote_port).end();
    const port::TcpStart start = port::tcp_connect(peer.remote_ip, peer.remote_port, *this);
    if (!start.ok) {
        tell_tcp(wire::TcpEvent::unreachable, start.code);
        tell_unreachable();
        session_->tcp_ended(wire::TcpEvent::unreachable);
        session_->tell_end(session_number_);
        session_ = nullptr;
        arena().release(arena_end());
        return ESPCONN_RTE;
    }
    client_ = &connection;
    connection.state = ESPCONN_WAIT;
    return ESPCONN_OK;
}

void Endpoint::adopt(const port::Peer &peer)
{
    if (is_server()) {
        accepted_ = *listener_;
        accepted_tcp_ = *listener_->proto.tcp;
        accepted_.proto.tcp = &accepted_tcp_;
    }
    esp_tcp &tcp = *connection()->proto.tcp;
    tcp.local_port = peer.local_port;
    tcp.remote_port = peer.remote_port;
    memcpy(tcp.local_ip, peer.local_ip, sizeof tcp.local_ip);
    memcpy(tcp.remote_ip, peer.remote_ip, sizeof tcp.remote_ip);
    connection()->state = ESPCONN_CONNECT;
}

void Endpoint::tcp_opened(const port::Peer &peer)
{
    if (is_server() && !begin_session(peer)) {
        port::tcp_close(link());
        return;
    }
    focus();
    peer_ = peer;
    adopt(peer);
    tell_tcp(wire::TcpEvent::opened, 0);
    if (the_shared.handshake_seconds > 0)
        port::timer_start(
            timer(), the_shared.handshake_seconds * 1000u,
            [](void *self) {
                auto &endpoint = *static_cast<Endpoint *>(self);
                endpoint.session_->timed_out();
                endpoint.serve();
            },
            this);
    port::run_on_tls_stack([](void *session) { static_cast<Session *>(session)->start(); }, session_);
    serve();
}

void Endpoint::tcp_closed(wire::TcpEvent event, uint32_t code)
{
    focus();
    tell_tcp(event, code);
    session_->tcp_ended(event);
    serve();
}

void Endpoint::send(const uint8 *data, uint16 size)
{
    focus();
    session_->send(data, size);
    trace().emit(wire::Application { wire::Direction::sent, size });
    serve_soon();
}

void Endpoint::disconnect()
{
    session_->close();
    serve_soon();
}

void Endpoint::abandon()
{
    session_->timed_out();
    serve_soon();
}

void Endpoint::serve_soon()
{
    if (serve_asked_)
        return;
    serve_asked_ = port::defer(
        [](void *self) {
            auto &endpoint = *static_cast<Endpoint *>(self);
            endpoint.serve_asked_ = false;
            endpoint.serve();
        },
        this);
}

void Endpoint::serve()
{
    if (serving_)
        return;
    serving_ = true;
    for (bool busy = true; busy && session_;) {
        focus(); // a callback may have used the other endpoint
        struct Advance {
            Session *session;
            Session::Step step;
        } advance { session_, Session::Step::wait };
        port::run_on_tls_stack(
            [](void *argument) {
                auto &work = *static_cast<Advance *>(argument);
                work.step = work.session->advance();
            },
            &advance);

        switch (advance.step) {
        case Session::Step::wait:
            busy = false;
            break;
        case Session::Step::connected:
            port::timer_stop(timer());
            call(connection()->proto.tcp->connect_callback, connection());
            break;
        case Session::Step::received:
            deliver_received();
            break;
        case Session::Step::sent:
            call(connection()->sent_callback, connection());
            break;
        case Session::Step::ended:
            finish();
            break;
        }
    }
    serving_ = false;
}

void Endpoint::deliver_received()
{
    const wire::ByteSpan data = session_->incoming();
    trace().emit(wire::Application { wire::Direction::received, data.size });
    const InCallback guard;
    if (connection()->recv_callback)
        connection()->recv_callback(connection(), reinterpret_cast<char *>(data.data), static_cast<unsigned short>(data.size));
    session_->consumed(data.size);
}

void Endpoint::finish()
{
    port::timer_stop(timer());
    if (!session_->tcp_has_ended()) {
        port::tcp_close(link());
        tell_tcp(wire::TcpEvent::closed, 0);
    }
    session_->tell_end(session_number_);
    const int32_t error = session_->end().espconn;
    espconn *ended = connection();
    session_ = nullptr;
    arena().release(arena_end());

    ended->state = ESPCONN_CLOSE;
    const esp_tcp &tcp = *ended->proto.tcp;
    if (error == 0) {
        call(tcp.disconnect_callback, ended);
    } else if (tcp.reconnect_callback) {
        const InCallback guard;
        tcp.reconnect_callback(ended, static_cast<sint8>(error));
    }
}

} // namespace espseal::runtime
