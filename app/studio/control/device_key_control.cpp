// SPDX-License-Identifier: Apache-2.0
#include "app/studio/control/device_key_control.h"

#include "app/studio/document/region_content.h"
#include "app/studio/jobs/job_model.h"
#include "app/studio/studio.h"

#include "core/monitor/trace_reader.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

// What the device says meanwhile, for the Monitor page; called on the job's thread.
provision::AgentTalk talk_into(SessionLog &log)
{
    auto reader = std::make_shared<monitor::TraceReader>();
    return { .heard = [reader, &log](std::span<const std::uint8_t> bytes, monitor::HostTime now) {
        for (const monitor::Event &event : reader->feed(bytes, now))
            log.push(event);
    } };
}

} // namespace

DeviceKeyControl::DeviceKeyControl(Studio &studio, QObject *parent)
    : QObject(parent)
    , studio_(studio)
{
    connect(&studio.devices, &DeviceList::current_changed, this, &DeviceKeyControl::forget);
    connect(&studio.run, &ProvisionRun::finished, this, &DeviceKeyControl::forget); // another firmware may answer now
    connect(&studio.devices, &DeviceList::changed, this, &DeviceKeyControl::changed);
    for (const auto signal : { &JobRunner::started, &JobRunner::finished })
        connect(&studio.jobs, signal, this, &DeviceKeyControl::changed);
    connect(&studio.jobs, &JobRunner::progressed, this, [this](quint64 id) {
        if (id == job_)
            Q_EMIT changed();
    });
}

QString DeviceKeyControl::unavailable() const
{
    const DeviceEntry *device = studio_.devices.current();
    if (!device)
        return tr("Choose a board first.");
    if (state_ != State::idle)
        return {};
    if (device->obstacle)
        return device->obstacle->sentence();
    if (studio_.run.is_running() || studio_.jobs.front())
        return tr("Wait until the running work is done, or stop it.");
    return {};
}

QString DeviceKeyControl::progress() const
{
    const JobRecord *job = studio_.jobs.find(job_);
    return job && job->running() ? progress_text(*job) : QString();
}

void DeviceKeyControl::forget()
{
    const DeviceEntry *device = studio_.devices.current();
    if (sender() == &studio_.devices && device && device->port == asked_)
        return;
    agent_.reset();
    if (device)
        error_.reset(); // why the cable's end was the work's end stays until there is another board
    asked_ = device ? device->port : QString();
    Q_EMIT changed();
}

template <class T>
void DeviceKeyControl::run(
    State state, const QString &title, std::function<Result<T>(const QString &port, const Job &job)> work, std::function<void(Result<T>)> then)
{
    const DeviceEntry *device = studio_.devices.current();
    if (!device || state_ != State::idle)
        return;
    const QString port = device->port;
    const bool watched = studio_.watch.is_on() && studio_.watch.port() == port;
    studio_.watch.stop();
    state_ = state;
    asked_ = port;
    error_.reset();
    studio_.devices.set_busy(port, state == State::making ? tr("making its key") : tr("being asked"));
    job_ = studio_.jobs.start<T>(
        title.arg(device->name()), [port, work = std::move(work)](const Job &job) { return work(port, job); }, this,
        [this, port, watched, then = std::move(then)](Result<T> result) {
            ended(port, watched);
            then(std::move(result));
            Q_EMIT changed();
        });
    Q_EMIT changed();
}

void DeviceKeyControl::ended(const QString &port, bool watched)
{
    state_ = State::idle;
    studio_.devices.set_busy(port, {});
    if (watched && studio_.devices.find(port))
        studio_.watch.start(port, false);
}

void DeviceKeyControl::ask()
{
    run<provision::AgentFacts>(
        State::asking, tr("Ask %1 who it is"), [talk = talk_into(studio_.sessions)](const QString &port, const Job &job) { return ask_agent(port, talk, job); },
        [this](Result<provision::AgentFacts> agent) { agent_ = std::move(agent).transform_error(in_studio_words); });
}

void DeviceKeyControl::make(const IssueRequest &request, wire::KeyReplace replace, bool plan, QObject *asker)
{
    plan_ = plan;
    asker_ = asker;
    const DeviceKeyOrder order { request, replace, {}, &studio_.keys };
    run<DeviceCertificate>(
        State::making, tr("Let %1 make its key"),
        [order, talk = talk_into(studio_.sessions)](const QString &port, const Job &job) {
            DeviceKeyOrder here = order;
            here.port = port;
            return make_device_identity(here, talk, job);
        },
        [this](const Result<DeviceCertificate> &made) {
            if (made)
                delivered(*made);
            else
                failed(in_studio_words(made.error()));
        });
}

void DeviceKeyControl::stop()
{
    studio_.jobs.stop(job_);
}

void DeviceKeyControl::failed(const Error &error)
{
    error_ = error;
    if (!asker_)
        studio_.notify(error);
}

void DeviceKeyControl::delivered(const DeviceCertificate &certificate)
{
    studio_.workspace.run(
        tr("Store the certificate of %1").arg(certificate.credential.name),
        [credential = certificate.credential](const KeyFolder &folder, const Job &) { return add_credentials(folder, { credential }); }, this,
        [this, sector = certificate.credential.on_device->sector](const Result<QStringList> &names) {
            if (!names)
                return studio_.notify(names.error());
            if (plan_)
                leave_region(sector);
            Q_EMIT made(*names);
        });
}

void DeviceKeyControl::leave_region(Address sector)
{
    const flash::Plan &plan = studio_.document.plan();
    const auto region = std::ranges::find_if(
        plan.regions, [&](const flash::Region &one) { return flash::is_identity(one.role) && one.is_placed() && one.slot.start == sector; });
    if (region == plan.regions.end() || region->made_on_device)
        return;
    if (const Result<void> left = studio_.document.apply(leave_to_device(*region)); !left)
        studio_.notify(left.error());
}

} // namespace espseal::studio
