// SPDX-License-Identifier: Apache-2.0
#include "app/cli/monitor/commands.h"
#include "app/cli/monitor/session_printer.h"
#include "core/flash/plan_file.h"
#include "core/monitor/live_monitor.h"
#include "core/provision/provisioner.h"

#include <string>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct WatchOptions {
    std::string port;
    std::string record;
    std::string plan;
    int baud = 115200;
    unsigned count = 0;
    unsigned timeout = 0;
    bool reset = false;
};

Result<monitor::DiagnosisContext> context_of(const std::string &plan_file)
{
    if (plan_file.empty())
        return monitor::DiagnosisContext();
    return flash::load_plan(QString::fromStdString(plan_file)).transform([](const flash::Plan &plan) { return provision::diagnosis_context(plan); });
}

Error too_few_sessions(const WatchOptions &options, unsigned ended)
{
    return { ErrorKind::failed, u"no-session"_s,
        MonitorTexts::tr("%1 of %2 TLS sessions were seen within %3 s.").arg(ended).arg(options.count).arg(options.timeout),
        MonitorTexts::tr("Check that the device runs the bundled runtime or stock firmware with its log on, at %1 baud, and that its peer is up.")
            .arg(options.baud),
        {} };
}

Result<Outcome> watch(Session &session, const WatchOptions &options)
{
    const Result<monitor::DiagnosisContext> context = context_of(options.plan);
    if (!context)
        return failure(context.error());
    SessionPrinter printer(session, *context);
    if (!options.record.empty()) {
        Result<monitor::Recorder> recorder = monitor::Recorder::create(QString::fromStdString(options.record));
        if (!recorder)
            return failure(recorder.error());
        printer.record_to(std::move(*recorder));
    }
    SessionPrinter::Wait how = SessionPrinter::Wait::stopped;
    {
        const monitor::LiveMonitor live(monitor::opener_of(QString::fromStdString(options.port)), { .baud = options.baud, .reset_device = options.reset },
            { .bytes = [&](std::span<const std::uint8_t> bytes, monitor::HostTime now) { printer.feed(bytes, now); },
                .quiet = [&](monitor::HostTime now) { printer.quiet(now); },
                .lost = [&](const Error &error) { printer.lost(error); },
                .opened = {} });
        how = printer.wait(options.count, std::chrono::seconds(options.timeout), session.job().stop);
    }
    printer.finish();
    std::optional<Error> error = printer.error();
    if (how == SessionPrinter::Wait::timed_out && options.count > 0)
        error = too_few_sessions(options, printer.ended());
    if (error) {
        printer.print_error(*error);
        return Outcome { .status = exit_status(*error) };
    }
    return Outcome { .status = printer.status() };
}

} // namespace

void add_monitor_watch(CLI::App &monitor, Session &session)
{
    const auto options = std::make_shared<WatchOptions>();
    monitor.add_option("--port", options->port, "The device's console: /dev/ttyUSB0, COM3, rfc2217://host:port");
    monitor.add_option("--baud", options->baud, "Line rate of the firmware's console")->capture_default_str()->check(CLI::Range(300, 4000000));
    monitor.add_option("--record", options->record, "Keep everything in this file, for monitor replay");
    monitor.add_option("--plan", options->plan, "Flash plan: the diagnosis then knows where things should be");
    monitor.add_option("--count", options->count, "End after this many sessions");
    monitor.add_option("--timeout", options->timeout, "End after this many seconds");
    monitor.add_flag("--reset", options->reset, "Restart the device first, by the port's lines");
    monitor.callback([&monitor, &session, options] {
        if (!monitor.get_subcommands().empty())
            return;
        if (options->port.empty())
            throw CLI::RequiredError("--port");
        session.choose([options](Session &chosen) { return watch(chosen, *options); });
    });
}

} // namespace espseal::cli
