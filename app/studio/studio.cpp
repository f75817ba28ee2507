// SPDX-License-Identifier: Apache-2.0
#include "app/studio/studio.h"

#include "app/studio/control/session_fixes.h"

#include "core/flash/plan_file.h"
#include "core/provision/provisioner.h"
#include "core/provision/sample.h"

#include <QCryptographicHash>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString workspace_folder(const QString &wanted)
{
    return wanted.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + u"/workspace"_s : wanted;
}

} // namespace

Studio::Studio(const StudioOptions &options, QObject *parent)
    : QObject(parent)
    , settings(options.settings_file)
    , templates(settings.beside(u"profiles.json"_s))
    , keys(workspace_folder(options.workspace), options.prompt ? *options.prompt : passwords, options.vault_costs)
    , workspace(jobs, keys)
    , judgements(jobs, document, workspace)
    , measurer(jobs, document, workspace)
    , listener(jobs, workspace)
    , watch(sessions)
    , run(jobs, devices, sessions)
{
    keys.tokens().use_program(options.signer);
    for (const QString &module : settings.token_modules())
        keys.tokens().trust(module);
    board.set_real_pace(options.real_pace);
    devices.set_known_names(settings.device_names());
    connect_log();
    connect_problems();
    connect_devices();
    listener.set_sink([this](const monitor::PeerEvent &event) {
        sessions.push(event);
        run.push(event);
    });
    connect(&document, &PlanDocument::changed, this, [this] { sessions.set_context(provision::diagnosis_context(document.plan())); });
    workspace.reload();
    if (options.watch_ports)
        port_watcher.start();
}

// Jobs and the listener's thread call into the other parts, so they end first.
Studio::~Studio()
{
    listener.stop();
    watch.stop();
    jobs.stop_all_and_wait();
}

void Studio::notify(const Error &error)
{
    log.add(error.kind == ErrorKind::cancelled ? Severity::info : Severity::error, u"studio"_s, error.sentence());
    notify(notice_of(error));
}

void Studio::connect_log()
{
    connect(&jobs, &JobRunner::started, this, [this](quint64 id) {
        if (const JobRecord *job = jobs.find(id); job && !job->quiet)
            log.add(Severity::info, tr("job"), tr("%1: started").arg(job->title));
    });
    connect(&jobs, &JobRunner::finished, this, [this](quint64 id) {
        const JobRecord *job = jobs.find(id);
        if (!job || (job->quiet && !job->error))
            return;
        if (job->error)
            log.add(job->state == JobState::cancelled ? Severity::info : Severity::error, tr("job"), tr("%1: %2").arg(job->title, job->error->sentence()));
        else
            log.add(Severity::info, tr("job"), tr("%1: done").arg(job->title));
    });
    connect(&workspace, &Workspace::failed, this, qOverload<const Error &>(&Studio::notify));
    connect(&listener, &Listener::failed, this, qOverload<const Error &>(&Studio::notify));
    connect(&watch, &BoardWatch::failed, this, qOverload<const Error &>(&Studio::notify));
    connect(&board, &VirtualBoard::failed, this, qOverload<const Error &>(&Studio::notify));
    connect(&listener, &Listener::started, this, [this](quint16 port) {
        if (listener.settings().role == wire::TlsRole::server)
            log.add(Severity::info, tr("listener"), tr("Listening on %1:%2").arg(listener.settings().host).arg(port));
    });
}

void Studio::connect_problems()
{
    connect(&document, &PlanDocument::changed, this, [this] { problems.set(ProblemSource::map, document.findings()); });
    connect(&judgements, &Judgements::changed, this, &Studio::judge_plan);
    connect(&document, &PlanDocument::changed, this, &Studio::judge_plan);
    connect(&devices, &DeviceList::changed, this, [this] {
        QList<Finding> findings;
        for (const DeviceEntry &device : devices.devices()) {
            if (!device.obstacle)
                continue;
            Finding finding { .code = device.obstacle->code, .severity = Severity::warning, .message = device.obstacle->message, .fix = device.obstacle->fix };
            finding.place = u"device:"_s + device.port;
            findings.append(finding);
        }
        problems.set(ProblemSource::devices, findings);
    });
    connect(&run, &ProvisionRun::changed, this, [this] {
        QList<Finding> findings;
        if (run.error() && run.error()->kind != ErrorKind::cancelled)
            findings.append({ .code = run.error()->code, .message = run.error()->message, .fix = run.error()->fix, .place = u"run"_s });
        problems.set(ProblemSource::provision, findings);
    });
    connect(&sessions, &SessionLog::changed, this, [this] {
        const QList<monitor::Session> &all = sessions.sessions();
        problems.set(ProblemSource::monitor, session_findings(*this, all.isEmpty() ? 0 : all.constLast().id));
    });
}

// What the plan writes counts as a problem; what only lies in the workspace does not.
void Studio::judge_plan()
{
    QList<Finding> findings;
    QStringList seen;
    for (const flash::Region &region : document.plan().regions) {
        if (region.credential.isEmpty() || seen.contains(region.credential))
            continue;
        seen.append(region.credential);
        for (const Finding &finding : judgements.of(region.credential))
            if (finding.severity != Severity::info)
                findings.append(finding);
    }
    problems.set(ProblemSource::certificates, findings);
}

void Studio::connect_devices()
{
    connect(&port_watcher, &PortWatcher::ports_seen, &devices, &DeviceList::set_ports);
    connect(&board, &VirtualBoard::plugged_in, &devices, &DeviceList::add_virtual);
    connect(&board, &VirtualBoard::gone, &devices, &DeviceList::remove);
    connect(&devices, &DeviceList::renamed, this, [this](const QString &mac, const QString &name) { settings.set_device_name(mac, name); });
    connect(&watch, &BoardWatch::started, this, [this](const QString &port) { devices.set_busy(port, tr("being watched")); });
    connect(&watch, &BoardWatch::ended, this, [this](const QString &port) { devices.set_busy(port, {}); });
}

QString plan_digest(const flash::Plan &plan, const Workspace &workspace)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    flash::Plan unmeasured = plan; // sizes come later, from the same contents
    for (flash::Region &region : unmeasured.regions)
        region.content = {};
    hash.addData(flash::plan_to_json(unmeasured, QString()));
    for (const flash::Region &region : plan.regions)
        if (const StoredCredential *credential = workspace.find(region.credential))
            hash.addData(credential->certificate.fingerprint());
    return QString::fromLatin1(hash.result().toHex());
}

QStringList missing_credentials(const flash::Plan &plan, const Workspace &workspace)
{
    QStringList names;
    for (const flash::Region &region : plan.regions) {
        const bool needed = (flash::is_ca(region.role) && plan.agent.needs_ca()) || (flash::is_identity(region.role) && plan.agent.needs_identity());
        if (needed && region.file.isEmpty() && !region.made_on_device && !workspace.find(region.credential))
            names.append(region.name);
    }
    return names;
}

} // namespace espseal::studio
