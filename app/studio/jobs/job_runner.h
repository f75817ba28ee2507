// SPDX-License-Identifier: Apache-2.0
// Long work off the GUI thread: each job has its own thread, a title, progress, a stop button and exactly one end.
#pragma once

#include <QDateTime>
#include <QElapsedTimer>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include "core/base/error.h"
#include "core/base/progress.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace espseal::studio {

enum class JobState { running, stopping, succeeded, failed, cancelled };

struct JobRecord {
    quint64 id = 0;
    QString title; // translated, with its target: "Provision greenhouse-17"
    JobState state = JobState::running;
    QString what; // what it does now
    quint64 done = 0;
    quint64 total = 0; // 0 = unknown
    QDateTime started;
    qint64 elapsed_ms = 0;
    std::optional<Error> error;
    bool quiet = false; // small work behind the scenes: not in Activity, not what Stop stops

    [[nodiscard]] bool running() const { return state == JobState::running || state == JobState::stopping; }
    // From the rate so far; none before 5 % are done.
    [[nodiscard]] std::optional<qint64> left_ms() const;
};

enum class JobStyle { shown, quiet };

// Lives in the GUI thread. Progress reaches it at most 20 times a second however often a job reports.
class JobRunner final : public QObject {
    Q_OBJECT

public:
    explicit JobRunner(QObject *parent = nullptr);
    ~JobRunner() override; // stops and waits for all jobs

    // Runs `work` on a thread of its own, then `finished` on this one, unless `context` is gone by then. Returns the job's id.
    template <class T>
    quint64 start(const QString &title, std::function<Result<T>(const Job &)> work, QObject *context, std::function<void(Result<T>)> finished,
        JobStyle style = JobStyle::shown)
    {
        auto result = std::make_shared<std::optional<Result<T>>>();
        return launch(
            title, [result, work = std::move(work)](const Job &job) { result->emplace(work(job)); },
            [result, finished = std::move(finished), guard = QPointer<QObject>(context)] {
                std::optional<Error> error;
                if (!result->value().has_value())
                    error = result->value().error();
                if (guard && finished)
                    finished(std::move(result->value()));
                return error;
            },
            style);
    }

    void stop(quint64 id);
    void stop_all_and_wait(); // nothing is delivered any more
    // Stops the newest running job; false if there is none.
    bool stop_front();

    [[nodiscard]] const QList<JobRecord> &records() const { return records_; } // oldest first, at most 200
    [[nodiscard]] const JobRecord *find(quint64 id) const;
    [[nodiscard]] const JobRecord *front() const; // the newest running job that is shown
    [[nodiscard]] bool is_running(quint64 id) const;

Q_SIGNALS:
    void started(quint64 id);
    void progressed(quint64 id);
    void finished(quint64 id); // after the job's own callback

private:
    struct Worker;
    using Body = std::function<void(const Job &)>;
    using Delivery = std::function<std::optional<Error>()>;

    quint64 launch(const QString &title, Body body, Delivery deliver, JobStyle style);
    void finish(quint64 id);
    void poll();
    JobRecord *record(quint64 id);

    QList<JobRecord> records_;
    std::map<quint64, std::unique_ptr<Worker>> workers_;
    QTimer poll_timer_;
    quint64 last_id_ = 0;
};

} // namespace espseal::studio
