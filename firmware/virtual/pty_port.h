// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/descriptor.h"
#include "firmware/virtual/poll_set.h"
#include "firmware/virtual/uart.h"

#include <expected>
#include <memory>
#include <string>

namespace espseal::device {

// The device's serial port as a pseudo-terminal. It has a speed, which counts, but no DTR and RTS.
class PtyPort final : public HostPort {
public:
    // `link`: a symbolic link to make to it, replaced if it is one already; empty for none. The error is a sentence for the user.
    static std::expected<std::unique_ptr<PtyPort>, std::string> open(const std::string &link, Uart &uart);
    ~PtyPort() override { unplug(); }

    [[nodiscard]] const std::string &path() const { return path_; }
    [[nodiscard]] uint32_t baud() const override;
    [[nodiscard]] bool has_reset_lines() const override { return false; }
    void deliver(View bytes) override;

    void watch(PollSet &set);
    // Hangs up on whoever has it open and removes the link.
    void unplug();

private:
    PtyPort(Descriptor master, Descriptor opens, std::string path, std::string link, Uart &uart);
    void read_master(short ready);
    void write_master();
    void notice_opening();

    Descriptor master_;
    Descriptor opens_; // inotify: somebody opens the other end
    std::string path_;
    std::string link_;
    Uart &uart_;
    Bytes out_;
    bool open_ = false; // on the other end
};

} // namespace espseal::device
