// SPDX-License-Identifier: Apache-2.0
// TCP on the loopback interface alone.
#include "firmware/ports/posix/loop.h"
#include "firmware/ports/posix/socket.h"
#include "firmware/runtime/port.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>

namespace espseal {

namespace {

using posix::Socket;
using std::chrono::steady_clock;

struct Connection {
    Socket socket;
    port::TcpSink *sink = nullptr;
    bool connecting = false;
    bool write_blocked = false;
    bool ended = false; // to be reported from the loop
    wire::TcpEvent end = wire::TcpEvent::closed;
    uint32_t code = 0;
};

// Closed by the device, but what it sent last must reach the peer: closing with unread input would reset the connection.
struct Lingering {
    Socket socket;
    steady_clock::time_point until;
};
constexpr std::chrono::seconds linger_longest { 2 };

std::array<Connection, 2> connections;
std::vector<Lingering> lingering;
Socket listener;
port::TcpSink *listener_sink = nullptr;
bool knocked = false; // somebody waits to be accepted

Connection &of(port::Link link)
{
    return connections[static_cast<size_t>(link)];
}

wire::TcpEvent event_of(int error)
{
    switch (error) {
    case 0:
        return wire::TcpEvent::closed;
    case ECONNREFUSED:
        return wire::TcpEvent::refused;
    case ETIMEDOUT:
        return wire::TcpEvent::timed_out;
    case ENETUNREACH:
    case EHOSTUNREACH:
        return wire::TcpEvent::unreachable;
    default:
        return wire::TcpEvent::reset;
    }
}

void end(Connection &connection, int error)
{
    connection.ended = true;
    connection.end = event_of(error);
    connection.code = static_cast<uint32_t>(error);
}

void open(Connection &connection)
{
    connection.connecting = false;
    connection.sink->tcp_opened(connection.socket.peer());
}

void ready(Connection &connection, short revents)
{
    if (!connection.socket)
        return; // closed in this same turn
    if (connection.connecting) {
        const int error = connection.socket.pending_error();
        if (error != 0)
            end(connection, error);
        else
            open(connection);
    } else if (connection.write_blocked && (revents & POLLOUT)) {
        connection.write_blocked = false;
        connection.sink->tcp_writable();
    } else if (revents & (POLLIN | POLLHUP | POLLERR)) {
        connection.sink->tcp_readable();
    }
}

void accept_one()
{
    Socket socket = listener.accept();
    if (!socket)
        return;
    Connection &connection = of(port::Link::server);
    if (connection.socket) {
        listener_sink->tcp_turned_away(socket.peer());
        return;
    }
    connection = {};
    connection.socket = std::move(socket);
    connection.sink = listener_sink;
    open(connection);
}

void watch_lingering(std::vector<posix::Watch> &watches)
{
    const auto now = steady_clock::now();
    std::erase_if(lingering, [now](const Lingering &one) { return !one.socket || one.until < now; });
    for (size_t i = 0; i < lingering.size(); ++i) {
        watches.push_back({ lingering[i].socket.fd(), POLLIN, [i](short) {
                               if (!lingering[i].socket.discard_input())
                                   lingering[i].socket = {};
                           } });
    }
}

} // namespace

void posix::watch_tcp(std::vector<Watch> &watches)
{
    if (listener)
        watches.push_back({ listener.fd(), POLLIN, [](short) { knocked = true; } });
    for (Connection &connection : connections) {
        if (!connection.socket)
            continue;
        const short events = connection.connecting || connection.write_blocked ? POLLOUT : POLLIN;
        watches.push_back({ connection.socket.fd(), events, [&connection](short revents) { ready(connection, revents); } });
    }
    watch_lingering(watches);
}

void posix::finish_turn()
{
    for (Connection &connection : connections) {
        if (!connection.ended)
            continue;
        const Connection ended = std::exchange(connection, {});
        ended.sink->tcp_closed(ended.end, ended.code);
    }
    // Last, so that a peer that closed and at once came back finds the link free.
    if (std::exchange(knocked, false) && listener)
        accept_one();
}

port::TcpStart port::tcp_listen(uint16_t local_port, TcpSink &sink)
{
    int error = 0;
    listener = Socket::listen(local_port, error);
    // On this computer the board's port may be another board's, or only for root: any other will do, it is told in the trace.
    if (!listener && (error == EACCES || error == EADDRINUSE))
        listener = Socket::listen(0, error);
    if (!listener)
        return { false, 0, static_cast<uint32_t>(error) };
    listener_sink = &sink;
    return { true, listener.local_port(), 0 };
}

void port::tcp_unlisten()
{
    listener = {};
}

port::TcpStart port::tcp_connect(const uint8_t (&ip)[4], uint16_t remote_port, TcpSink &sink)
{
    if (ip[0] != 127)
        return { false, 0, ENETUNREACH };
    int error = 0;
    Socket socket = Socket::connect(ip, remote_port, error);
    if (!socket)
        return { false, 0, static_cast<uint32_t>(error) };
    Connection &connection = of(Link::client);
    connection = {};
    connection.socket = std::move(socket);
    connection.sink = &sink;
    connection.connecting = true;
    return { true, connection.socket.local_port(), 0 };
}

uint32_t port::tcp_read(Link link, uint8_t *into, uint32_t size)
{
    Connection &connection = of(link);
    if (!connection.socket || connection.ended || size == 0)
        return 0;
    const auto [count, error] = connection.socket.receive(into, size);
    if (count == 0 && error != EAGAIN)
        end(connection, error);
    return count;
}

uint32_t port::tcp_write(Link link, const uint8_t *data, uint32_t size)
{
    Connection &connection = of(link);
    if (!connection.socket || connection.ended)
        return 0;
    const auto [count, error] = connection.socket.send(data, size);
    if (error == EAGAIN)
        connection.write_blocked = true;
    else if (error != 0)
        end(connection, error);
    return count;
}

void port::tcp_close(Link link)
{
    Connection closed = std::exchange(of(link), {});
    if (!closed.socket)
        return;
    closed.socket.finish_sending();
    lingering.push_back({ std::move(closed.socket), steady_clock::now() + linger_longest });
}

} // namespace espseal
