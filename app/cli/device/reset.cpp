// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "app/cli/device/commands.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

Result<Outcome> reset(Session &session, const BoardOptions &options)
{
    using namespace std::chrono_literals;
    constexpr auto open_patience = 5s;
    constexpr int usual_crystal = 26;
    const Result<QString> port = chosen_port(options, session);
    if (!port)
        return failure(port.error());
    const Job job = session.job();
    const Result<std::unique_ptr<loader::Transport>> transport = loader::open_transport(*port, {}, loader::wait_for(open_patience, job.stop));
    if (!transport)
        return failure(transport.error());
    if (!(*transport)->capabilities().lines)
        return failure((*transport)->set_lines({}).error());
    const Result<loader::ResetReport> report = loader::restart_board(**transport, usual_crystal, job);
    if (!report)
        return failure(report.error());
    return Outcome { { { u"ok"_s, true }, { u"reset"_s, to_json(*report) } }, describe(*report) };
}

} // namespace

void add_device_reset(CLI::App &device, Session &session)
{
    CLI::App &command = *device.add_subcommand("reset", "Restart a board into its application");
    const auto options = std::make_shared<BoardOptions>();
    add_port_option(command, *options);
    command.callback([&session, options] { session.choose([options](Session &chosen) { return reset(chosen, *options); }); });
}

} // namespace espseal::cli
