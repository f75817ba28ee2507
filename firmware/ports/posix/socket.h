// SPDX-License-Identifier: Apache-2.0
// A non-blocking TCP socket on 127.x.y.z.
#pragma once

#include "firmware/runtime/port.h"

#include <utility>

namespace espseal::posix {

class Socket {
public:
    Socket() = default;
    Socket(Socket &&other) noexcept
        : fd_(std::exchange(other.fd_, -1))
    {
    }
    Socket &operator=(Socket &&other) noexcept;
    ~Socket();

    // Empty, and `error` is an errno, if it failed. connect() may still be under way.
    [[nodiscard]] static Socket listen(uint16_t port, int &error);
    [[nodiscard]] static Socket connect(const uint8_t (&ip)[4], uint16_t port, int &error);
    [[nodiscard]] Socket accept() const;

    [[nodiscard]] explicit operator bool() const { return fd_ >= 0; }
    [[nodiscard]] int fd() const { return fd_; }
    [[nodiscard]] int pending_error() const;
    [[nodiscard]] uint16_t local_port() const;
    [[nodiscard]] port::Peer peer() const;

    struct Moved {
        uint32_t count = 0;
        int error = 0; // errno; receive(): count 0 and error 0 is the end of the stream; send(): EAGAIN with part sent is possible
    };
    [[nodiscard]] Moved receive(uint8_t *into, uint32_t size) const;
    [[nodiscard]] Moved send(const uint8_t *data, uint32_t size) const;
    void finish_sending() const;
    // False at the end of the stream.
    [[nodiscard]] bool discard_input() const;

private:
    explicit Socket(int fd)
        : fd_(fd)
    {
    }

    int fd_ = -1;
};

} // namespace espseal::posix
