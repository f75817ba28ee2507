// SPDX-License-Identifier: Apache-2.0
#include <QJsonArray>

#include "app/cli/monitor/commands.h"
#include "app/cli/monitor/ladder_text.h"
#include "app/cli/session.h"
#include "core/flash/plan_file.h"
#include "core/monitor/monitor.h"
#include "core/monitor/session_json.h"
#include "core/provision/provisioner.h"

#include <string>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct ReplayOptions {
    std::string file;
    std::string plan;
};

Result<Outcome> replay(Session &session, const ReplayOptions &options)
{
    monitor::DiagnosisContext context;
    if (!options.plan.empty()) {
        const Result<flash::Plan> plan = flash::load_plan(QString::fromStdString(options.plan));
        if (!plan)
            return failure(plan.error());
        context = provision::diagnosis_context(*plan);
    }
    const Result<monitor::Recording> recording = monitor::read_recording(QString::fromStdString(options.file));
    if (!recording)
        return failure(recording.error());
    if (recording->cut_off > 0)
        session.note(
            MonitorTexts::tr("The recording's last %1 are cut off or damaged; what is before them is shown.").arg(to_string(Size(recording->cut_off))));

    monitor::Monitor replayed;
    replayed.replay(*recording);
    const monitor::DeviceState &device = replayed.builder().device();
    Outcome outcome;
    QJsonArray sessions;
    QStringList lines;
    if (device.known)
        lines.append(u"device "_s + device_line(device));
    for (const monitor::Session &seen : replayed.builder().sessions()) {
        const QList<Finding> findings = monitor::diagnose(seen, context);
        sessions.append(monitor::to_json(seen, findings));
        lines += ladder_text(seen) + verdict_lines(seen, findings);
        if (seen.state == monitor::SessionState::failed)
            outcome.status = 1;
    }
    QJsonArray complaints;
    for (const Finding &finding : monitor::diagnose(device, context)) {
        complaints.append(to_json(finding));
        lines += finding_lines(finding);
    }
    if (sessions.isEmpty() && complaints.isEmpty())
        lines.append(MonitorTexts::tr("The recording holds no TLS session."));
    outcome.json = { { u"device"_s, monitor::to_json(device) }, { u"sessions"_s, sessions }, { u"findings"_s, complaints },
        { u"lost_frames"_s, qint64(replayed.counts().lost_frames) }, { u"cut_off"_s, qint64(recording->cut_off) } };
    outcome.text = lines.join(u'\n');
    return outcome;
}

} // namespace

void add_monitor_replay(CLI::App &monitor, Session &session)
{
    CLI::App &command = *monitor.add_subcommand("replay", "Show the sessions of a recording");
    const auto options = std::make_shared<ReplayOptions>();
    command.add_option("FILE", options->file, "What monitor --record wrote")->required();
    command.add_option("--plan", options->plan, "Flash plan: the diagnosis then knows where things should be");
    command.callback([&session, options] { session.choose([options](Session &chosen) { return replay(chosen, *options); }); });
}

} // namespace espseal::cli
