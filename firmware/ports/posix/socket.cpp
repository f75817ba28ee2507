// SPDX-License-Identifier: Apache-2.0
#include "firmware/ports/posix/socket.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace espseal::posix {

namespace {

sockaddr_in address(const uint8_t (&ip)[4], uint16_t port)
{
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    std::memcpy(&address.sin_addr, ip, sizeof ip);
    return address;
}

const sockaddr *generic(const sockaddr_in &address)
{
    return reinterpret_cast<const sockaddr *>(&address);
}

int new_socket()
{
    return socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

template <class Name> sockaddr_in name_of(int fd, Name name)
{
    sockaddr_in address {};
    socklen_t size = sizeof address;
    name(fd, reinterpret_cast<sockaddr *>(&address), &size);
    return address;
}

void send_at_once(int fd)
{
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

bool would_block(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

} // namespace

Socket &Socket::operator=(Socket &&other) noexcept
{
    Socket old(std::exchange(fd_, std::exchange(other.fd_, -1)));
    return *this;
}

Socket::~Socket()
{
    if (fd_ >= 0)
        close(fd_);
}

Socket Socket::listen(uint16_t port, int &error)
{
    Socket socket(new_socket());
    if (!socket) {
        error = errno;
        return {};
    }
    const int on = 1;
    setsockopt(socket.fd_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const sockaddr_in local = address({ 127, 0, 0, 1 }, port);
    if (bind(socket.fd_, generic(local), sizeof local) == 0 && ::listen(socket.fd_, 4) == 0)
        return socket;
    error = errno;
    return {};
}

Socket Socket::connect(const uint8_t (&ip)[4], uint16_t port, int &error)
{
    Socket socket(new_socket());
    if (!socket) {
        error = errno;
        return {};
    }
    const sockaddr_in remote = address(ip, port);
    send_at_once(socket.fd_);
    if (::connect(socket.fd_, generic(remote), sizeof remote) == 0 || errno == EINPROGRESS)
        return socket;
    error = errno;
    return {};
}

Socket Socket::accept() const
{
    Socket accepted(accept4(fd_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (accepted)
        send_at_once(accepted.fd_);
    return accepted;
}

int Socket::pending_error() const
{
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size);
    return error;
}

uint16_t Socket::local_port() const
{
    return ntohs(name_of(fd_, getsockname).sin_port);
}

port::Peer Socket::peer() const
{
    const sockaddr_in local = name_of(fd_, getsockname);
    const sockaddr_in remote = name_of(fd_, getpeername);
    port::Peer peer;
    std::memcpy(peer.local_ip, &local.sin_addr, sizeof peer.local_ip);
    std::memcpy(peer.remote_ip, &remote.sin_addr, sizeof peer.remote_ip);
    peer.local_port = ntohs(local.sin_port);
    peer.remote_port = ntohs(remote.sin_port);
    return peer;
}

Socket::Moved Socket::receive(uint8_t *into, uint32_t size) const
{
    const ssize_t count = recv(fd_, into, size, 0);
    if (count >= 0)
        return { static_cast<uint32_t>(count), 0 };
    return { 0, would_block(errno) ? EAGAIN : errno };
}

Socket::Moved Socket::send(const uint8_t *data, uint32_t size) const
{
    const ssize_t count = ::send(fd_, data, size, MSG_NOSIGNAL);
    if (count < 0)
        return { 0, would_block(errno) ? EAGAIN : errno };
    const auto taken = static_cast<uint32_t>(count);
    return { taken, taken < size ? EAGAIN : 0 };
}

void Socket::finish_sending() const
{
    shutdown(fd_, SHUT_WR);
}

bool Socket::discard_input() const
{
    std::array<uint8_t, 1024> bytes = {};
    const Moved moved = receive(bytes.data(), bytes.size());
    return moved.count > 0 || moved.error == EAGAIN;
}

} // namespace espseal::posix
