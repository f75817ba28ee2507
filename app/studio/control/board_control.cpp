// SPDX-License-Identifier: Apache-2.0
#include "app/studio/control/board_control.h"

#include "app/studio/studio.h"

#include "core/flash/edit.h"

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

bool is_this_computer(const QString &host)
{
    return host == u"localhost"_s || host.startsWith(u"127."_s);
}

} // namespace

BoardControl::BoardControl(Studio &studio, QObject *parent)
    : QObject(parent)
    , studio_(studio)
{
    ActionRegistry &actions = studio.actions;
    actions.on(action::run_provision, this, [this] { provision(); });
    actions.on(action::run_verify, this, [this] { verify(); });
    actions.on(action::run_watch, this, [this] { watch(); });
    actions.on(action::run_stop, this, [this] { stop(); });
    actions.on(action::device_identify, this, [this] { identify(); });
    actions.on(action::device_reset, this, [this] { restart(); });
    actions.on(action::monitor_clear, this, [this] { studio_.sessions.clear(); });
    actions.on(action::monitor_listen, this, [this](bool on) {
        if (on)
            with_listener([] { });
        else
            studio_.listener.stop();
    });
    connect(&studio.listener, &Listener::started, this, &BoardControl::listener_ready);
    connect(&studio.listener, &Listener::failed, this, [this] { after_listener_ = nullptr; });
    connect(&studio.run, &ProvisionRun::finished, this, &BoardControl::run_finished);
    connect(&studio.run, &ProvisionRun::step_started, this, [this](provision::Step step) {
        if (step == provision::Step::handshake && studio_.selection.page() == Page::provision)
            studio_.selection.go(Page::monitor);
    });
    connect(&studio.sessions, &SessionLog::changed, this, &BoardControl::sessions_changed);
    for (const auto signal : { &JobRunner::started, &JobRunner::finished })
        connect(&studio.jobs, signal, this, &BoardControl::follow_board);
    connect(&studio.devices, &DeviceList::changed, this, &BoardControl::follow_board);
    connect(&studio.devices, &DeviceList::current_changed, this, &BoardControl::follow_board);
    connect(&studio.document, &PlanDocument::changed, this, &BoardControl::follow_board);
    connect(&studio.listener, &Listener::stopped, this, &BoardControl::follow_board);
    connect(&studio.listener, &Listener::started, this, &BoardControl::follow_board);
    follow_board();
}

// The board's settings name the listener's port, so the listener comes first.
void BoardControl::with_listener(std::function<void()> then)
{
    const flash::Plan &plan = studio_.document.plan();
    connect_when_listening_ = false;
    if (plan.agent.role == wire::AgentRole::none || (plan.agent.is_client() && !is_this_computer(plan.agent.host))) {
        then(); // somebody else is the board's partner; the board's own trace tells enough
        return;
    }
    const Result<ListenerPlan> wanted = listener_for(plan, studio_.workspace);
    if (!wanted) {
        studio_.notify(wanted.error());
        return;
    }
    if (wanted->role == wire::TlsRole::client) {
        studio_.listener.stop();
        connect_when_listening_ = true;
        then();
        return;
    }
    after_listener_ = std::move(then);
    studio_.listener.start(*wanted);
}

void BoardControl::listener_ready(quint16 port)
{
    flash::AgentPlan agent = studio_.document.plan().agent;
    if (studio_.listener.settings().role == wire::TlsRole::server && port != 0 && agent.remote_port != port) {
        agent.remote_port = port;
        if (const Result<void> changed = studio_.document.apply({ flash::SetAgent { agent } }); !changed)
            studio_.notify(changed.error());
    }
    if (const auto then = std::exchange(after_listener_, nullptr))
        then();
}

void BoardControl::provision()
{
    prepare_run(false);
}

void BoardControl::provision_over_device_key()
{
    prepare_run(true);
}

void BoardControl::prepare_run(bool overwrite_device_keys)
{
    if (!studio_.devices.current() || studio_.run.is_running())
        return;
    studio_.selection.go(Page::provision);
    with_listener([this, overwrite_device_keys] { start_run(overwrite_device_keys); });
}

void BoardControl::start_run(bool overwrite_device_keys)
{
    const DeviceEntry *device = studio_.devices.current();
    if (!device)
        return;
    const flash::Plan &plan = studio_.document.plan();
    const RunRequest request { plan, &studio_.keys, device->port, overwrite_device_keys, plan_digest(plan, studio_.workspace) };
    studio_.watch.stop();
    studio_.run.start(request, plan.agent.role != wire::AgentRole::none);
}

void BoardControl::verify()
{
    const DeviceEntry *device = studio_.devices.current();
    if (!device || studio_.run.is_running())
        return;
    studio_.selection.go(Page::provision);
    const flash::Plan &plan = studio_.document.plan();
    const RunRequest request { plan, &studio_.keys, device->port, false, plan_digest(plan, studio_.workspace) };
    studio_.watch.stop();
    studio_.run.verify(request);
}

void BoardControl::watch()
{
    const DeviceEntry *device = studio_.devices.current();
    if (!device || studio_.run.is_running())
        return;
    studio_.selection.go(Page::monitor);
    with_listener([this, port = device->port] { studio_.watch.start(port, true); });
}

void BoardControl::identify()
{
    const DeviceEntry *device = studio_.devices.current();
    if (!device)
        return;
    const QString port = device->port;
    const QString name = device->name();
    studio_.watch.stop();
    studio_.devices.set_busy(port, tr("being asked"));
    studio_.jobs.start<loader::DeviceInfo>(
        tr("Identify %1").arg(name), [port](const Job &job) { return identify_board(port, job); }, this,
        [this, port](Result<loader::DeviceInfo> info) {
            studio_.devices.set_busy(port, {});
            if (info)
                studio_.devices.set_info(port, *info);
            else
                studio_.notify(info.error());
        });
}

void BoardControl::restart()
{
    const DeviceEntry *device = studio_.devices.current();
    if (!device)
        return;
    if (studio_.watch.is_on() && studio_.watch.port() == device->port)
        return studio_.watch.start(QString(device->port), true);
    studio_.jobs.start<loader::ResetReport>(
        tr("Restart %1").arg(device->name()), [port = device->port](const Job &job) { return restart_board(port, job); }, this,
        [this](Result<loader::ResetReport> report) {
            if (!report)
                studio_.notify(report.error());
            else if (!report->done)
                studio_.notify(Notice { Tone::caution, tr("This port has no reset line: press RST on the board."), {}, u"no-reset-line"_s });
        });
}

void BoardControl::stop()
{
    if (!studio_.jobs.stop_front() && studio_.watch.is_on())
        studio_.watch.stop();
}

void BoardControl::run_finished()
{
    if (studio_.run.kind() != RunKind::provision || studio_.run.state() != RunState::succeeded)
        return;
    if (studio_.document.plan().agent.role != wire::AgentRole::none)
        studio_.watch.start(studio_.run.port(), false);
}

void BoardControl::sessions_changed()
{
    const std::optional<std::uint16_t> port = studio_.sessions.device().listening;
    if (!connect_when_listening_ || !port)
        return;
    connect_when_listening_ = false;
    Result<ListenerPlan> wanted = listener_for(studio_.document.plan(), studio_.workspace);
    if (!wanted)
        return studio_.notify(wanted.error());
    wanted->port = *port;
    studio_.listener.start(*wanted);
}

void BoardControl::follow_board()
{
    const DeviceEntry *device = studio_.devices.current();
    const JobRecord *job = studio_.jobs.front();
    QString why_not;
    if (!device)
        why_not = tr("Choose a board first.");
    else if (studio_.run.is_running() || job)
        why_not = tr("Wait until the running work is done, or stop it.");
    ActionRegistry &actions = studio_.actions;
    const bool can_talk = why_not.isEmpty() && !device->obstacle;
    const QString obstacle = device && device->obstacle ? device->obstacle->sentence() : QString();
    for (const QLatin1StringView id : { action::device_identify, action::device_reset })
        actions.set_enabled(id, can_talk, why_not.isEmpty() ? obstacle : why_not);
    const bool has_plan = !studio_.document.written_regions().isEmpty();
    const bool conflict = has_errors(studio_.document.findings());
    const QString plan_reason = !has_plan ? tr("The plan writes nothing yet.") : conflict ? tr("The plan has problems.") : QString();
    const QString reason = !why_not.isEmpty() ? why_not : !obstacle.isEmpty() ? obstacle : plan_reason;
    actions.set_enabled(action::run_provision, reason.isEmpty(), reason);
    actions.set_enabled(action::run_verify, reason.isEmpty(), reason);
    actions.set_enabled(action::run_watch, can_talk, why_not.isEmpty() ? obstacle : why_not);
    actions.set_enabled(action::run_stop, job || studio_.watch.is_on(), tr("Nothing runs."));
    actions.action(action::monitor_listen).setChecked(studio_.listener.is_on() || studio_.listener.is_starting());
}

} // namespace espseal::studio
