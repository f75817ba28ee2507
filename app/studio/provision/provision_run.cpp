// SPDX-License-Identifier: Apache-2.0
#include "app/studio/provision/provision_run.h"

#include "app/studio/jobs/job_runner.h"
#include "app/studio/monitor/session_log.h"
#include "app/studio/provision/device_key_job.h"

namespace espseal::studio {

namespace {

using provision::Step;
using provision::StepState;

constexpr std::chrono::seconds handshake_patience(60);

QList<StepRow> rows_for(RunKind kind, bool handshake)
{
    QList<StepRow> rows { { Step::connect }, { Step::identify }, { Step::write }, { Step::restart } };
    if (kind == RunKind::provision && handshake)
        rows.append({ Step::handshake });
    return rows;
}

} // namespace

ProvisionRun::ProvisionRun(JobRunner &jobs, DeviceList &devices, SessionLog &log, QObject *parent)
    : QObject(parent)
    , jobs_(jobs)
    , devices_(devices)
    , log_(log)
{
}

ProvisionRun::~ProvisionRun() = default;

void ProvisionRun::begin(RunKind kind, const RunRequest &request)
{
    kind_ = kind;
    state_ = RunState::running;
    error_.reset();
    report_.reset();
    port_ = request.port;
    digest_ = request.digest;
    const DeviceEntry *device = devices_.find(port_);
    device_name_ = device ? device->name() : port_;
    devices_.set_busy(port_, kind == RunKind::provision ? tr("being written") : tr("being read"));
}

void ProvisionRun::start(const RunRequest &request, bool wait_for_handshake)
{
    begin(RunKind::provision, request);
    steps_ = rows_for(kind_, wait_for_handshake);
    auto watch = std::make_shared<provision::SessionWatch>([this](const monitor::Event *event, const monitor::PeerEvent *, const QList<std::uint64_t> &) {
        if (event)
            log_.push(*event);
    });
    {
        const std::scoped_lock lock(watch_mutex_);
        watch_ = watch;
    }
    const auto observer = [this](const provision::StepUpdate &step) { QMetaObject::invokeMethod(this, [this, step] { update(step); }, Qt::QueuedConnection); };
    const std::chrono::milliseconds patience = wait_for_handshake ? handshake_patience : std::chrono::milliseconds(0);
    job_ = jobs_.start<provision::ProvisionReport>(
        tr("Provision %1").arg(device_name_),
        [request, patience, watch, observer](const Job &job) { return provision_board(request, patience, *watch, observer, job); }, this,
        [this](Result<provision::ProvisionReport> report) {
            if (!report) {
                end(report.error());
                return;
            }
            devices_.set_info(port_, report->device);
            devices_.set_provisioned(port_, digest_);
            report_ = *std::move(report);
            end(std::nullopt);
        });
    Q_EMIT changed();
}

void ProvisionRun::verify(const RunRequest &request)
{
    begin(RunKind::verify, request);
    steps_ = rows_for(kind_, false);
    const auto observer = [this](const provision::StepUpdate &step) { QMetaObject::invokeMethod(this, [this, step] { update(step); }, Qt::QueuedConnection); };
    job_ = jobs_.start<loader::DeviceInfo>(
        tr("Verify %1").arg(device_name_), [request, observer](const Job &job) { return verify_board(request, observer, job); }, this,
        [this](Result<loader::DeviceInfo> device) {
            if (device) {
                devices_.set_info(port_, *device);
                devices_.set_provisioned(port_, digest_);
            }
            end(device ? std::nullopt : std::optional(device.error()));
        });
    Q_EMIT changed();
}

void ProvisionRun::stop()
{
    jobs_.stop(job_);
}

void ProvisionRun::push(const monitor::PeerEvent &event)
{
    std::shared_ptr<provision::SessionWatch> watch;
    {
        const std::scoped_lock lock(watch_mutex_);
        watch = watch_;
    }
    if (watch)
        watch->add(event);
}

void ProvisionRun::update(const provision::StepUpdate &update)
{
    for (StepRow &row : steps_) {
        if (row.step != update.step)
            continue;
        row = { update.step, update.state, update.detail, update.took };
    }
    if (update.state == StepState::running)
        Q_EMIT step_started(update.step);
    Q_EMIT changed();
}

void ProvisionRun::end(const std::optional<Error> &error)
{
    {
        const std::scoped_lock lock(watch_mutex_);
        watch_.reset();
    }
    error_ = error;
    for (StepRow &row : steps_)
        if (error && row.state == StepState::failed)
            row.detail = in_studio_words(*error).sentence();
    state_ = !error ? RunState::succeeded : error->kind == ErrorKind::cancelled ? RunState::cancelled : RunState::failed;
    devices_.set_busy(port_, {});
    Q_EMIT changed();
    Q_EMIT finished();
}

} // namespace espseal::studio
