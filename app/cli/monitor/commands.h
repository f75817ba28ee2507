// SPDX-License-Identifier: Apache-2.0
// The commands of the group `monitor`, one function each.
#pragma once

#include <CLI/CLI.hpp>

#include <QCoreApplication>

namespace espseal::cli {

class Session;

void add_monitor_watch(CLI::App &monitor, Session &session);
void add_monitor_replay(CLI::App &monitor, Session &session);
void add_explain(CLI::App &app, Session &session);

struct MonitorTexts {
    Q_DECLARE_TR_FUNCTIONS(espseal::cli::monitor)
};

} // namespace espseal::cli
