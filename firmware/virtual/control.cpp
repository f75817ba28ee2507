// SPDX-License-Identifier: Apache-2.0
#include "firmware/virtual/control.h"

#include "firmware/virtual/json_line.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <format>
#include <unistd.h>

namespace espseal::device {
namespace {

constexpr size_t longest_line = 4096;

std::string result(const std::expected<void, std::string> &outcome)
{
    JsonLine line;
    line.add("ok", outcome.has_value());
    if (!outcome)
        line.add("error", outcome.error());
    return line.text();
}

} // namespace

void Control::watch(PollSet &set)
{
    if (!ended_)
        set.watch(STDIN_FILENO, POLLIN, [this](short) { read_input(); });
}

void Control::read_input()
{
    std::array<char, 4096> buffer = {};
    const ssize_t got = read(STDIN_FILENO, buffer.data(), buffer.size());
    if (got <= 0) {
        ended_ = got == 0 || errno != EAGAIN;
        return;
    }
    input_.append(buffer.data(), size_t(got));
    for (size_t end = input_.find('\n'); end != std::string::npos; end = input_.find('\n')) {
        std::printf("%s\n", carry_out(std::string_view(input_).substr(0, end)).c_str());
        std::fflush(stdout);
        input_.erase(0, end + 1);
    }
    if (input_.size() > longest_line)
        input_.clear();
}

std::string Control::carry_out(std::string_view line)
{
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    const size_t space = line.find(' ');
    const std::string_view verb = line.substr(0, space);
    const std::string_view rest = space == std::string_view::npos ? std::string_view() : line.substr(space + 1);
    if (verb == "fault")
        return result(machine_.set_fault(rest));
    if (verb == "clear")
        return result(machine_.faults().clear(rest));
    if (verb == "status")
        return machine_.status_line();
    if (verb == "reset" || verb == "download")
        machine_.press_reset(verb == "download");
    else if (verb == "unplug")
        machine_.unplug();
    else
        return result(
            std::unexpected(std::format("'{}' is no command; choose one of: fault NAME[=VALUE], clear NAME, reset, download, unplug, status.", verb)));
    return result({});
}

} // namespace espseal::device
