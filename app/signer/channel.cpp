// SPDX-License-Identifier: Apache-2.0
#include "app/signer/channel.h"

#include <QtEndian>

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace espseal::signer {

namespace {

bool read_all(int descriptor, void *bytes, std::size_t size)
{
    for (auto *at = static_cast<char *>(bytes); size > 0;) {
        const ssize_t got = read(descriptor, at, size);
        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        at += std::max<ssize_t>(got, 0);
        size -= static_cast<std::size_t>(std::max<ssize_t>(got, 0));
    }
    return true;
}

bool write_all(int descriptor, const char *at, std::size_t size)
{
    while (size > 0) {
        const ssize_t put = write(descriptor, at, size);
        if (put < 0 && errno != EINTR)
            return false;
        at += std::max<ssize_t>(put, 0);
        size -= static_cast<std::size_t>(std::max<ssize_t>(put, 0));
    }
    return true;
}

} // namespace

Channel::Channel()
    : in_(fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3))
    , out_(fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3))
{
    const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing < 0) {
        close(STDIN_FILENO);
    } else {
        dup2(nothing, STDIN_FILENO);
        close(nothing);
    }
    dup2(STDERR_FILENO, STDOUT_FILENO);
}

std::optional<Received> Channel::receive() const
{
    std::array<std::uint8_t, 8> head {};
    if (!read_all(in_, head.data(), head.size()))
        return std::nullopt;
    const auto size = qFromBigEndian<std::uint32_t>(head.data());
    const auto pin_size = qFromBigEndian<std::uint32_t>(head.data() + 4);
    if (size > pki::longest_token_message || pin_size > pki::longest_pin)
        return std::nullopt;
    QByteArray bytes(static_cast<qsizetype>(size), Qt::Uninitialized);
    SecureBytes pin(pin_size);
    if (!read_all(in_, bytes.data(), size) || !read_all(in_, pin.writable().data(), pin_size))
        return std::nullopt;
    auto request = pki::TokenRequest::parse(bytes);
    if (!request)
        return std::nullopt;
    return Received { *std::move(request), std::move(pin) };
}

bool Channel::send(const pki::TokenReply &reply) const
{
    const QByteArray bytes = reply.to_bytes();
    std::array<char, 4> head {};
    qToBigEndian(static_cast<std::uint32_t>(bytes.size()), head.data());
    return write_all(out_, head.data(), head.size()) && write_all(out_, bytes.constData(), static_cast<std::size_t>(bytes.size()));
}

} // namespace espseal::signer
