// SPDX-License-Identifier: Apache-2.0
// The board's UART.
#include "firmware/ports/posix/loop.h"
#include "firmware/runtime/port.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace espseal {

namespace {

int uart = -1;
bool blocked = false; // the last write was short
port::Task when_ready = nullptr;
void (*when_input)(const uint8_t *data, uint32_t size) = nullptr;

bool would_block()
{
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

void hang_up()
{
    uart = -1; // the descriptor is its owner's
}

void read_input()
{
    std::array<uint8_t, 256> bytes = {};
    const ssize_t count = read(uart, bytes.data(), bytes.size());
    if (count > 0 && when_input)
        when_input(bytes.data(), static_cast<uint32_t>(count));
    else if (count == 0 || (count < 0 && !would_block()))
        hang_up();
}

} // namespace

void posix::start_uart(int fd)
{
    uart = fd;
    blocked = false;
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    // A UART has a FIFO of 128 bytes, not the quarter of a megabyte of a socket: a slow reader is felt soon.
    const int least = 1;
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &least, sizeof least);
}

bool posix::uart_is_up()
{
    return uart >= 0;
}

void posix::watch_uart(std::vector<Watch> &watches)
{
    if (uart < 0)
        return;
    watches.push_back({ uart, static_cast<short>(POLLIN | (blocked ? POLLOUT : 0)), [](short revents) {
                           if ((revents & POLLOUT) && blocked) {
                               blocked = false;
                               if (when_ready)
                                   when_ready(nullptr);
                           }
                           if (uart >= 0 && (revents & (POLLIN | POLLHUP | POLLERR)))
                               read_input();
                       } });
}

uint32_t port::console_write(const uint8_t *data, uint32_t size)
{
    if (uart < 0)
        return size; // nobody listens any more
    const ssize_t count = write(uart, data, size);
    if (count < 0 && !would_block())
        hang_up();
    const uint32_t taken = count > 0 ? static_cast<uint32_t>(count) : 0;
    blocked = taken < size;
    return taken;
}

void port::console_on_ready(Task ready)
{
    when_ready = ready;
}

void port::console_on_input(void (*input)(const uint8_t *data, uint32_t size))
{
    when_input = input;
}

} // namespace espseal
