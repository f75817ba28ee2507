// SPDX-License-Identifier: Apache-2.0
// What an endpoint tells the trace and the console.
#include "firmware/runtime/console.h"
#include "firmware/runtime/endpoint.h"
#include "firmware/runtime/trace.h"

namespace espseal::runtime {

uint32_t tell_session_start(const SessionPlan &plan, const port::Peer &peer)
{
    Line line;
    if (peer.remote_port != 0)
        line.ip(peer.remote_ip).add(":").number(peer.remote_port);
    wire::SessionStart event;
    event.session = ++shared().sessions;
    event.role = plan.role;
    event.mutual = plan.mutual();
    event.verifies = plan.verify;
    event.buffer_size = plan.engine_buffer();
    event.peer = line.text();
    trace().emit(event);
    shared().told_session = event.session;
    return event.session;
}

// Events carry no session number: the trace is told when it changes hands.
void Endpoint::focus() const
{
    const Endpoint &other = is_server() ? client() : server();
    if (other.session_ && shared().told_session != session_number_)
        trace().emit(wire::InSession { session_number_ });
    shared().told_session = session_number_;
}

void Endpoint::tell_unreachable() const
{
    Line line("no route to ");
    line.ip(peer_.remote_ip);
    if (const char *limit = port::network_limit())
        line.add(": ").add(limit);
    wire::RuntimeError event;
    event.espconn = ESPCONN_RTE;
    event.where = text_of("tcp");
    event.what = line.text();
    trace().emit(event);
    line.end();
}

void Endpoint::tell_tcp(wire::TcpEvent event, uint32_t code) const
{
    Line remote;
    if (peer_.remote_port != 0)
        remote.ip(peer_.remote_ip);
    trace().emit(wire::Tcp { event, peer_.local_port, peer_.remote_port, remote.text(), code });
}

void Endpoint::tcp_turned_away(const port::Peer &peer)
{
    Line line("a second client was turned away: ");
    line.ip(peer.remote_ip).add(":").number(peer.remote_port);
    wire::RuntimeError event;
    event.espconn = ESPCONN_ISCONN;
    event.where = text_of("tcp");
    event.what = line.text();
    trace().emit(event);
    line.end();
}

} // namespace espseal::runtime
