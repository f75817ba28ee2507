// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include "app/studio/devices/device_list.h"
#include "app/studio/provision/board_jobs.h"

#include <memory>
#include <mutex>
#include <optional>

namespace espseal::studio {

class JobRunner;
class SessionLog;

struct StepRow {
    provision::Step step = provision::Step::connect;
    provision::StepState state = provision::StepState::waiting;
    QString detail;
    std::chrono::milliseconds took {};
};

enum class RunKind { provision, verify };
enum class RunState { idle, running, succeeded, failed, cancelled };

// One board's way through the plan, as the Provision page shows it. GUI thread; the work is a job.
class ProvisionRun final : public QObject {
    Q_OBJECT
public:
    ProvisionRun(JobRunner &jobs, DeviceList &devices, SessionLog &log, QObject *parent = nullptr);
    ~ProvisionRun() override;

    // `wait_for_handshake`: the last step watches the board's first handshake.
    void start(const RunRequest &request, bool wait_for_handshake);
    // Compares only; nothing is written.
    void verify(const RunRequest &request);
    void stop();
    // From our TLS peer, any thread.
    void push(const monitor::PeerEvent &event);

    [[nodiscard]] RunKind kind() const { return kind_; }
    [[nodiscard]] RunState state() const { return state_; }
    [[nodiscard]] bool is_running() const { return state_ == RunState::running; }
    [[nodiscard]] const QList<StepRow> &steps() const { return steps_; }
    [[nodiscard]] const QString &device_name() const { return device_name_; }
    [[nodiscard]] const QString &port() const { return port_; }
    [[nodiscard]] const std::optional<Error> &error() const { return error_; }
    [[nodiscard]] const std::optional<provision::ProvisionReport> &report() const { return report_; }
    [[nodiscard]] quint64 job() const { return job_; }

Q_SIGNALS:
    void changed(); // state, steps or result
    void step_started(espseal::provision::Step step);
    void finished();

private:
    void begin(RunKind kind, const RunRequest &request);
    void update(const provision::StepUpdate &update);
    void end(const std::optional<Error> &error);

    JobRunner &jobs_;
    DeviceList &devices_;
    SessionLog &log_;
    RunKind kind_ = RunKind::provision;
    RunState state_ = RunState::idle;
    QList<StepRow> steps_;
    QString device_name_;
    QString port_;
    QString digest_;
    std::optional<Error> error_;
    std::optional<provision::ProvisionReport> report_;
    quint64 job_ = 0;

    std::mutex watch_mutex_;
    std::shared_ptr<provision::SessionWatch> watch_; // while a run waits for a handshake
};

} // namespace espseal::studio
