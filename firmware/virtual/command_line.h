// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/machine.h"

namespace espseal::device {

struct CommandLine {
    Options options;
    std::string factory_images; // folder to write them to, instead of running; empty: run
};

// Nothing if the program is to end with `status`: after --help, or after a sentence on stderr about what is wrong.
[[nodiscard]] std::optional<CommandLine> parse_command_line(int argc, char **argv, int &status);

} // namespace espseal::device
