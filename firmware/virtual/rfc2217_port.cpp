// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/rfc2217_port.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <format>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace espseal::device {
namespace {

constexpr size_t most_waiting = 1 << 20; // a client that does not read loses what comes then

sockaddr_in loopback(uint16_t port)
{
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

} // namespace

std::expected<std::unique_ptr<Rfc2217Port>, std::string> Rfc2217Port::listen(uint16_t port, Uart &uart, ResetCircuit &lines)
{
    Descriptor listener(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const int on = 1;
    setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address = loopback(port);
    socklen_t length = sizeof address;
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    if (!listener || bind(listener.get(), generic, length) != 0 || ::listen(listener.get(), 4) != 0 || getsockname(listener.get(), generic, &length) != 0)
        return std::unexpected(std::format("Cannot listen on 127.0.0.1:{}: {}. Choose another port, or 0 for any free one.", port, std::strerror(errno)));
    return std::unique_ptr<Rfc2217Port>(new Rfc2217Port(std::move(listener), ntohs(address.sin_port), uart, lines));
}

Rfc2217Port::Rfc2217Port(Descriptor listener, uint16_t number, Uart &uart, ResetCircuit &lines)
    : listener_(std::move(listener))
    , number_(number)
    , uart_(uart)
    , lines_(lines)
{
}

void Rfc2217Port::watch(PollSet &set)
{
    if (listener_)
        set.watch(listener_.get(), POLLIN, [this](short) { accept_client(); });
    if (client_) {
        const bool has_output = !client_->out.empty() && !client_->com.suspended();
        set.watch(client_->socket.get(), short((uart_.congested() ? 0 : POLLIN) | (has_output ? POLLOUT : 0)), [this](short ready) {
            if (ready & POLLOUT)
                write_client();
            if (ready & (POLLIN | POLLHUP | POLLERR))
                read_client();
        });
    }
}

void Rfc2217Port::accept_client()
{
    Descriptor socket(accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    // A client that hung up before this one came must not stand in its way.
    while (client_ && read_client()) { }
    if (!socket || client_)
        return;
    const int on = 1;
    setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    client_ = std::make_unique<Client>(std::move(socket),
        Telnet({ .data =
                     [this](View data) {
                         // In fast mode the chip has the bytes before the lines change after them.
                         uart_.host_sent(*this, data, Clock::now());
                         uart_.advance(Clock::now());
                     },
            .command =
                [this](View command) {
                    if (const Bytes answer = client_->com.answer(command); !answer.empty())
                        queue(Telnet::command(answer), false);
                },
            .send = [this](View raw) { queue(Bytes(raw.begin(), raw.end()), false); } }),
        ComPort({ .dtr = [this](bool on_now) { lines_.set_dtr(on_now, Clock::now()); },
            .rts = [this](bool on_now) { lines_.set_rts(on_now, Clock::now()); },
            .purge = [this](bool to_client, bool to_device) { purge(to_client, to_device); } }));
}

bool Rfc2217Port::read_client()
{
    std::array<uint8_t, 65536> buffer = {};
    if (!client_)
        return false;
    const ssize_t got = recv(client_->socket.get(), buffer.data(), buffer.size(), 0);
    if (got > 0)
        client_->telnet.receive(View(buffer).first(size_t(got)));
    else if (got == 0 || errno != EAGAIN)
        drop_client();
    return got > 0;
}

void Rfc2217Port::deliver(View bytes)
{
    if (client_ && client_->waiting < most_waiting)
        queue(Telnet::escape(bytes), true);
}

void Rfc2217Port::queue(Bytes bytes, bool data)
{
    client_->waiting += bytes.size();
    client_->out.push_back({ std::move(bytes), 0, data });
    if (!client_->com.suspended())
        write_client();
}

void Rfc2217Port::write_client()
{
    while (client_ && !client_->out.empty()) {
        Chunk &chunk = client_->out.front();
        const ssize_t sent = send(client_->socket.get(), chunk.bytes.data() + chunk.sent, chunk.bytes.size() - chunk.sent, MSG_NOSIGNAL);
        if (sent < 0)
            return; // full; or gone, which the next read tells
        chunk.sent += size_t(sent);
        client_->waiting -= size_t(sent);
        if (chunk.sent == chunk.bytes.size())
            client_->out.pop_front();
    }
}

void Rfc2217Port::purge(bool to_client, bool to_device)
{
    if (to_device)
        uart_.purge_from(*this);
    if (!to_client)
        return;
    std::erase_if(client_->out, [this](const Chunk &chunk) {
        const bool drop = chunk.data && chunk.sent == 0;
        client_->waiting -= drop ? chunk.bytes.size() : 0;
        return drop;
    });
}

void Rfc2217Port::drop_client()
{
    client_.reset();
    uart_.purge_from(*this);
    lines_.set(false, false, Clock::now());
}

void Rfc2217Port::unplug()
{
    listener_.close();
    if (client_)
        drop_client();
}

} // namespace espseal::device
