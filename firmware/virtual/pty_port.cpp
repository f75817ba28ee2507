// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/pty_port.h"

#include <array>
#include <asm/termbits.h> // termios2; clashes with <termios.h>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <format>
#include <sys/inotify.h>
#include <sys/ioctl.h>

namespace espseal::device {
namespace {

constexpr size_t most_waiting = 1 << 20; // a program that does not read loses what comes then

// No echo, no line editing, 115200 baud, until the program that opens it says otherwise.
bool make_raw(int fd)
{
    termios2 settings {};
    if (ioctl(fd, TCGETS2, &settings) != 0)
        return false;
    settings.c_iflag = 0;
    settings.c_oflag = 0;
    settings.c_lflag = 0;
    settings.c_cflag = CS8 | CREAD | CLOCAL | BOTHER;
    settings.c_ispeed = settings.c_ospeed = 115200;
    return ioctl(fd, TCSETS2, &settings) == 0;
}

std::expected<void, std::string> make_link(const std::string &target, const std::string &link)
{
    std::error_code error;
    if (std::filesystem::is_symlink(link, error))
        std::filesystem::remove(link, error);
    std::filesystem::create_symlink(target, link, error);
    if (error)
        return std::unexpected(std::format("Cannot make the link {} to the pseudo-terminal: {}. Choose another name.", link, error.message()));
    return {};
}

} // namespace

std::expected<std::unique_ptr<PtyPort>, std::string> PtyPort::open(const std::string &link, Uart &uart)
{
    Descriptor master(posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    std::array<char, 64> path {};
    Descriptor opens(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
    if (!master || !opens || grantpt(master.get()) != 0 || unlockpt(master.get()) != 0 || ptsname_r(master.get(), path.data(), path.size()) != 0
        || !make_raw(master.get()) || inotify_add_watch(opens.get(), path.data(), IN_OPEN) < 0)
        return std::unexpected(std::format("Cannot make a pseudo-terminal: {}.", std::strerror(errno)));
    // A master whose other end was never open does not report a hang-up; make it do so.
    Descriptor(::open(path.data(), O_RDWR | O_NOCTTY | O_CLOEXEC)).close();
    if (!link.empty()) {
        if (auto made = make_link(path.data(), link); !made)
            return std::unexpected(made.error());
    }
    return std::unique_ptr<PtyPort>(new PtyPort(std::move(master), std::move(opens), path.data(), link, uart));
}

PtyPort::PtyPort(Descriptor master, Descriptor opens, std::string path, std::string link, Uart &uart)
    : master_(std::move(master))
    , opens_(std::move(opens))
    , path_(std::move(path))
    , link_(std::move(link))
    , uart_(uart)
{
}

uint32_t PtyPort::baud() const
{
    termios2 settings {};
    return ioctl(master_.get(), TCGETS2, &settings) == 0 ? settings.c_ospeed : 0;
}

void PtyPort::watch(PollSet &set)
{
    if (opens_)
        set.watch(opens_.get(), POLLIN, [this](short) { notice_opening(); });
    // While nobody has it open the master only says so, endlessly.
    if (master_ && open_)
        set.watch(master_.get(), short((uart_.congested() ? 0 : POLLIN) | (out_.empty() ? 0 : POLLOUT)), [this](short ready) { read_master(ready); });
}

void PtyPort::notice_opening()
{
    alignas(inotify_event) std::array<char, 4096> events = {};
    while (read(opens_.get(), events.data(), events.size()) > 0)
        open_ = true;
}

void PtyPort::read_master(short ready)
{
    std::array<uint8_t, 65536> buffer = {};
    if (ready & POLLOUT)
        write_master();
    const ssize_t got = read(master_.get(), buffer.data(), buffer.size());
    if (got > 0) {
        uart_.host_sent(*this, View(buffer).first(size_t(got)), Clock::now());
    } else if (got < 0 && errno == EIO) {
        open_ = false;
        out_.clear();
    }
}

void PtyPort::deliver(View bytes)
{
    if (!open_ || out_.size() > most_waiting)
        return;
    append(out_, bytes);
    write_master();
}

void PtyPort::write_master()
{
    const ssize_t sent = write(master_.get(), out_.data(), out_.size());
    if (sent > 0)
        out_.erase(out_.begin(), out_.begin() + sent);
}

void PtyPort::unplug()
{
    if (!master_)
        return;
    master_.close();
    opens_.close();
    std::error_code ignored;
    if (!link_.empty() && std::filesystem::read_symlink(link_, ignored) == path_)
        std::filesystem::remove(link_, ignored);
}

} // namespace espseal::device
