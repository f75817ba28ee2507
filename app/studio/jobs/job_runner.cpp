// SPDX-License-Identifier: Apache-2.0
#include "app/studio/jobs/job_runner.h"

#include <algorithm>
#include <mutex>
#include <ranges>
#include <thread>

namespace espseal::studio {

namespace {

constexpr int poll_ms = 50;
constexpr qsizetype history = 200;

// The latest report only: a job may report thousands of times a second.
class LatestProgress final : public Progress {
public:
    void report(const QString &what, std::uint64_t done, std::uint64_t total) override
    {
        const std::scoped_lock lock(mutex_);
        what_ = what;
        done_ = done;
        total_ = total;
        fresh_ = true;
    }
    bool take(JobRecord &record)
    {
        const std::scoped_lock lock(mutex_);
        if (!std::exchange(fresh_, false))
            return false;
        record.what = what_;
        record.done = done_;
        record.total = total_;
        return true;
    }

private:
    std::mutex mutex_;
    QString what_;
    quint64 done_ = 0;
    quint64 total_ = 0;
    bool fresh_ = false;
};

} // namespace

struct JobRunner::Worker {
    LatestProgress progress;
    QElapsedTimer clock;
    Delivery deliver;
    std::jthread thread; // last: joined before the rest goes
};

std::optional<qint64> JobRecord::left_ms() const
{
    if (total == 0 || done * 20 < total || done > total)
        return std::nullopt;
    return static_cast<qint64>(static_cast<double>(elapsed_ms) / static_cast<double>(done) * static_cast<double>(total - done));
}

JobRunner::JobRunner(QObject *parent)
    : QObject(parent)
{
    poll_timer_.setInterval(poll_ms);
    connect(&poll_timer_, &QTimer::timeout, this, &JobRunner::poll);
}

JobRunner::~JobRunner()
{
    stop_all_and_wait();
}

void JobRunner::stop_all_and_wait()
{
    for (const auto &[id, worker] : workers_)
        worker->thread.request_stop();
    workers_.clear();
    poll_timer_.stop();
}

quint64 JobRunner::launch(const QString &title, Body body, Delivery deliver, JobStyle style)
{
    const quint64 id = ++last_id_;
    if (records_.size() >= history)
        if (const auto old = std::ranges::find_if(records_, [](const JobRecord &r) { return !r.running(); }); old != records_.end())
            records_.erase(old);
    records_.append({ .id = id, .title = title, .started = QDateTime::currentDateTime(), .quiet = style == JobStyle::quiet });
    auto worker = std::make_unique<Worker>();
    worker->clock.start();
    worker->deliver = std::move(deliver);
    worker->thread = std::jthread([this, id, progress = &worker->progress, body = std::move(body)](const std::stop_token &stop) {
        body(Job { progress, stop });
        QMetaObject::invokeMethod(this, [this, id] { finish(id); }, Qt::QueuedConnection);
    });
    workers_.emplace(id, std::move(worker));
    poll_timer_.start();
    Q_EMIT started(id);
    return id;
}

void JobRunner::finish(quint64 id)
{
    const auto found = workers_.find(id);
    if (found == workers_.end())
        return;
    const std::unique_ptr<Worker> worker = std::move(found->second);
    workers_.erase(found);
    if (workers_.empty())
        poll_timer_.stop();
    const qint64 elapsed = worker->clock.elapsed();
    worker->thread.join();
    if (JobRecord *ended = record(id)) {
        worker->progress.take(*ended);
        ended->elapsed_ms = elapsed;
        ended->state = JobState::succeeded;
    }
    std::optional<Error> error = worker->deliver(); // may start further jobs, which moves the records
    if (JobRecord *ended = record(id); ended && error) {
        ended->state = error->kind == ErrorKind::cancelled ? JobState::cancelled : JobState::failed;
        ended->error = std::move(error);
    }
    Q_EMIT finished(id);
}

void JobRunner::poll()
{
    for (const auto &[id, worker] : workers_) {
        JobRecord *running = record(id);
        if (!running)
            continue;
        const bool fresh = worker->progress.take(*running);
        const qint64 before = running->elapsed_ms / 1000;
        running->elapsed_ms = worker->clock.elapsed();
        if (fresh || running->elapsed_ms / 1000 != before)
            Q_EMIT progressed(id);
    }
}

void JobRunner::stop(quint64 id)
{
    const auto found = workers_.find(id);
    JobRecord *running = record(id);
    if (found == workers_.end() || !running)
        return;
    found->second->thread.request_stop();
    running->state = JobState::stopping;
    Q_EMIT progressed(id);
}

bool JobRunner::stop_front()
{
    const JobRecord *newest = front();
    if (!newest)
        return false;
    stop(newest->id);
    return true;
}

JobRecord *JobRunner::record(quint64 id)
{
    const auto found = std::ranges::find(records_, id, &JobRecord::id);
    return found == records_.end() ? nullptr : &*found;
}

const JobRecord *JobRunner::find(quint64 id) const
{
    const auto found = std::ranges::find(records_, id, &JobRecord::id);
    return found == records_.end() ? nullptr : &*found;
}

const JobRecord *JobRunner::front() const
{
    for (const JobRecord &job : std::views::reverse(records_))
        if (job.running() && !job.quiet)
            return &job;
    return nullptr;
}

bool JobRunner::is_running(quint64 id) const
{
    const JobRecord *found = find(id);
    return found && found->running();
}

} // namespace espseal::studio
