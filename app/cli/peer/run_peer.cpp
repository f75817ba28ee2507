// SPDX-License-Identifier: Apache-2.0
#include "app/cli/monitor/session_printer.h"
#include "app/cli/peer/commands.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

Result<Outcome> run_peer(Session &session, const PeerOptions &options, monitor::PeerSettings settings)
{
    SessionPrinter printer(session, {});
    if (!options.record.empty()) {
        Result<monitor::Recorder> recorder = monitor::Recorder::create(QString::fromStdString(options.record));
        if (!recorder)
            return failure(recorder.error());
        printer.record_to(std::move(*recorder));
    }
    SessionPrinter::Wait how = SessionPrinter::Wait::stopped;
    {
        const auto peer = monitor::TlsPeer::start(std::move(settings), [&](const monitor::PeerEvent &event) { printer.add(event); });
        if (!peer)
            return failure(peer.error());
        how = printer.wait(options.count, std::chrono::seconds(options.timeout), session.job().stop);
    }
    printer.finish();
    std::optional<Error> error = printer.error();
    if (how == SessionPrinter::Wait::timed_out && printer.ended() < options.count) {
        error = Error { ErrorKind::failed, u"no-connection"_s,
            PeerTexts::tr("%1 of %2 connections were seen within %3 s.").arg(printer.ended()).arg(options.count).arg(options.timeout),
            PeerTexts::tr("Check that the device is in the same network and has this computer's address and port in its settings."), {} };
    }
    if (error) {
        printer.print_error(*error);
        return Outcome { .status = exit_status(*error) };
    }
    return Outcome { .status = printer.status() };
}

} // namespace espseal::cli
