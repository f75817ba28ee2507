// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/application.h"

#include "firmware/agent/agent.h"
#include "firmware/ports/posix/board.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

namespace espseal::device {
namespace {

constexpr uint32_t application_baud = 115200;
constexpr size_t uart_fifo = 128;
constexpr timespec sdk_start { .tv_sec = 0, .tv_nsec = 120'000'000 }; // from the jump to user_init: radio calibration, system parameters

// In the new process: only the UART, the flash and the log remain of the device.
[[noreturn]] void become_application(int uart, std::span<uint8_t> flash, const Mac &mac, uint32_t cause, pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    constexpr int lowest = 3;
    if (uart > lowest)
        close_range(unsigned(lowest), unsigned(uart) - 1, 0);
    close_range(unsigned(uart) + 1, ~0U, 0);
    if (const int null = open("/dev/null", O_RDWR); null >= 0)
        dup2(null, STDIN_FILENO);
    dup2(STDERR_FILENO, STDOUT_FILENO);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);

    nanosleep(&sdk_start, nullptr); // a host has this time to set the application's speed, as on the chip
    posix::Board board { uart, flash.data(), uint32_t(flash.size()), {}, cause };
    std::ranges::copy(mac, board.mac);
    _exit(agent::run(board));
}

} // namespace

std::unique_ptr<Program> start_application(Hardware &hardware, const Mac &mac, uint32_t cause)
{
    hardware.uart.set_baud(application_baud);
    std::array<int, 2> ends {};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        std::fprintf(stderr, "virtual device: no socket for the application: %s\n", std::strerror(errno));
        return std::make_unique<Halted>();
    }
    Descriptor ours(ends[0]), theirs(ends[1]);
    fcntl(ours.get(), F_SETFL, O_NONBLOCK);
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child == 0)
        become_application(theirs.get(), hardware.flash.cells(), mac, cause, parent);
    Descriptor process(child > 0 ? int(syscall(SYS_pidfd_open, child, 0)) : -1); // glibc's header lacks extern "C"
    if (!process) {
        std::fprintf(stderr, "virtual device: cannot start the application: %s\n", std::strerror(errno));
        return std::make_unique<Halted>();
    }
    return std::make_unique<Application>(hardware, std::move(ours), std::move(process), child);
}

Application::Application(Hardware &hardware, Descriptor uart, Descriptor process, pid_t pid)
    : hw_(hardware)
    , uart_(std::move(uart))
    , process_(std::move(process))
    , pid_(pid)
{
}

Application::~Application()
{
    if (!process_)
        return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
}

void Application::receive(View bytes, uint32_t /*baud*/, Time /*when*/)
{
    // Like a UART whose FIFO is full, what the application does not take is lost.
    if (uart_)
        (void)send(uart_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

void Application::watch(PollSet &set)
{
    const auto unless_reset = [this](void (Application::*handle)()) {
        return [this, handle, alive = std::weak_ptr(alive_)](short) {
            if (!alive.expired())
                (this->*handle)();
        };
    };
    // The transmit FIFO holds the application back to the speed of the wire.
    if (uart_ && hw_.uart.unsent() < uart_fifo)
        set.watch(uart_.get(), POLLIN, unless_reset(&Application::read_console));
    if (process_)
        set.watch(process_.get(), POLLIN, unless_reset(&Application::collect));
}

void Application::read_console()
{
    std::array<uint8_t, 4096> buffer = {};
    const size_t room = hw_.uart.real_time() ? uart_fifo : buffer.size();
    const ssize_t got = read(uart_.get(), buffer.data(), room);
    if (got > 0)
        hw_.uart.send(View(buffer).first(size_t(got)), Clock::now());
    else if (got == 0 || errno != EAGAIN)
        uart_.close();
}

void Application::collect()
{
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) != pid_)
        return;
    process_.close();
    // Its last words.
    while (uart_ && leave_ == Leave::Stays) {
        std::array<uint8_t, 4096> rest = {};
        const ssize_t got = read(uart_.get(), rest.data(), rest.size());
        if (got <= 0)
            break;
        hw_.uart.send(View(rest).first(size_t(got)), Clock::now());
    }
    leave_ = WIFEXITED(status) && WEXITSTATUS(status) == 0 ? Leave::Restarts : Leave::Crashes;
}

} // namespace espseal::device
