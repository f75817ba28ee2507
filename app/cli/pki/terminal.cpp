// SPDX-License-Identifier: Apache-2.0
#include "app/cli/pki/terminal.h"

#include <array>

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

namespace espseal::cli {

namespace {

constexpr std::size_t longest_secret = 1024;

// The controlling terminal, silent while this lives.
class SilentTerminal {
public:
    SilentTerminal()
        : descriptor_(open("/dev/tty", O_RDWR | O_CLOEXEC))
    {
        if (descriptor_ < 0 || tcgetattr(descriptor_, &before_) != 0)
            return;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        is_silent_ = tcsetattr(descriptor_, TCSAFLUSH, &silent) == 0;
    }
    ~SilentTerminal()
    {
        if (is_silent_)
            tcsetattr(descriptor_, TCSAFLUSH, &before_);
        if (descriptor_ >= 0)
            close(descriptor_);
    }
    SilentTerminal(const SilentTerminal &) = delete;
    SilentTerminal &operator=(const SilentTerminal &) = delete;

    [[nodiscard]] bool is_silent() const { return is_silent_; }

    void write(const QByteArray &text) const
    {
        if (::write(descriptor_, text.constData(), static_cast<std::size_t>(text.size())) < 0)
            return; // the answer matters, not the question
    }

    // Waits for a byte or the stop; the signal thread sets the latter, so the wait must end now and then.
    [[nodiscard]] bool read(std::uint8_t &byte, const std::stop_token &stop) const
    {
        while (!stop.stop_requested()) {
            pollfd waiting { descriptor_, POLLIN, 0 };
            const int ready = poll(&waiting, 1, 100);
            if (ready > 0)
                return ::read(descriptor_, &byte, 1) == 1;
            if (ready < 0 && errno != EINTR)
                return false;
        }
        return false;
    }

private:
    int descriptor_;
    termios before_ {};
    bool is_silent_ = false;
};

} // namespace

bool has_terminal()
{
    const int descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (descriptor >= 0)
        close(descriptor);
    return descriptor >= 0;
}

std::optional<SecureBytes> ask_secret(const QString &question, const std::stop_token &stop)
{
    const SilentTerminal terminal;
    if (!terminal.is_silent())
        return std::nullopt;
    terminal.write(question.toUtf8());
    SecureBytes line(longest_secret);
    std::size_t length = 0;
    bool complete = false;
    for (std::uint8_t byte = 0; length < longest_secret && terminal.read(byte, stop); line.writable()[length++] = byte) {
        complete = byte == '\n';
        if (complete)
            break;
    }
    terminal.write("\n");
    if (!complete || length == 0)
        return std::nullopt;
    return SecureBytes(line.view().first(length));
}

} // namespace espseal::cli
