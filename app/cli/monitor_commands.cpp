// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "app/cli/monitor/commands.h"
#include "app/cli/session.h"

namespace espseal::cli {

void add_monitor_commands(CLI::App &app, Session &session)
{
    CLI::App &monitor = *app.add_subcommand("monitor", "Watch a device's TLS sessions live, and why they fail");
    add_monitor_watch(monitor, session);
    add_monitor_replay(monitor, session);
    add_explain(app, session);
}

} // namespace espseal::cli
