// SPDX-License-Identifier: Apache-2.0
// espseal demo [--keep DIR]
#include <CLI/CLI.hpp>

#include "app/cli/demo/demo.h"

namespace espseal::cli {

void add_demo_commands(CLI::App &app, Session &session)
{
    auto keep = std::make_shared<std::string>();
    CLI::App *command
        = app.add_subcommand("demo", "The whole job against a virtual device: certificates, plan, write, handshake, and a failure with its diagnosis");
    command->add_option("--keep", *keep, "Keep certificates, plan, flash content and the recorded handshakes in DIR")->type_name("DIR");
    command->callback([keep, &session] { session.choose([keep](Session &running) { return Demo(running, QString::fromStdString(*keep)).run(); }); });
}

} // namespace espseal::cli
