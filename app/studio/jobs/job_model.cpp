// SPDX-License-Identifier: Apache-2.0
#include "app/studio/jobs/job_model.h"

#include "app/studio/theme/tones.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString state_word(JobState state)
{
    switch (state) {
    case JobState::running:
        return JobModel::tr("running");
    case JobState::stopping:
        return JobModel::tr("stopping");
    case JobState::succeeded:
        return JobModel::tr("done");
    case JobState::failed:
        return JobModel::tr("failed");
    case JobState::cancelled:
        return JobModel::tr("stopped");
    }
    return {};
}

Tone state_tone(JobState state)
{
    switch (state) {
    case JobState::running:
    case JobState::stopping:
        return Tone::info;
    case JobState::succeeded:
        return Tone::good;
    case JobState::failed:
        return Tone::bad;
    case JobState::cancelled:
        return Tone::neutral;
    }
    return Tone::neutral;
}

QString state_icon(JobState state)
{
    switch (state) {
    case JobState::running:
    case JobState::stopping:
        return u"running"_s;
    case JobState::succeeded:
        return u"ok"_s;
    case JobState::failed:
        return u"error"_s;
    case JobState::cancelled:
        return u"stop"_s;
    }
    return {};
}

int percent(const JobRecord &job)
{
    return job.running() && job.total > 0 ? static_cast<int>(std::min<quint64>(100, job.done * 100 / job.total)) : -1;
}

QString text_of(const JobRecord &job, int column)
{
    switch (column) {
    case JobModel::title_column:
        return job.title;
    case JobModel::state_column:
        return state_word(job.state);
    case JobModel::detail_column:
        return progress_text(job);
    case JobModel::time_column:
        return job.running()
            ? duration_text(job.elapsed_ms)
            : JobModel::tr("%1, %2", "time of day, duration").arg(QLocale().toString(job.started.time(), QLocale::ShortFormat), duration_text(job.elapsed_ms));
    default:
        return {};
    }
}

} // namespace

QString duration_text(qint64 ms)
{
    if (ms < 10'000)
        return JobModel::tr("%1 s", "seconds").arg(QLocale().toString(static_cast<double>(ms) / 1000, 'f', 1));
    if (ms < 60'000)
        return JobModel::tr("%1 s", "seconds").arg(QLocale().toString(ms / 1000));
    return JobModel::tr("%1 min %2 s").arg(QLocale().toString(ms / 60'000), QLocale().toString(ms / 1000 % 60));
}

QString progress_text(const JobRecord &job)
{
    if (job.error)
        return job.error->sentence();
    if (!job.running())
        return {};
    QStringList parts;
    if (!job.what.isEmpty())
        parts.append(job.what);
    if (const int done = percent(job); done >= 0)
        parts.append(JobModel::tr("%1 %", "percent").arg(done));
    if (const auto left = job.left_ms(); left && *left >= 1000)
        parts.append(JobModel::tr("%1 left", "duration").arg(duration_text(*left)));
    return parts.join(u", "_s);
}

JobModel::JobModel(JobRunner &jobs, QObject *parent)
    : RowsModel(parent)
    , jobs_(jobs)
{
    connect(&jobs, &JobRunner::started, this, &JobModel::refresh);
    connect(&jobs, &JobRunner::progressed, this, &JobModel::refresh);
    connect(&jobs, &JobRunner::finished, this, &JobModel::refresh);
    refresh();
}

void JobModel::refresh()
{
    QList<JobRecord> newest_first = jobs_.records();
    newest_first.removeIf([](const JobRecord &job) { return job.quiet; });
    std::ranges::reverse(newest_first);
    set_rows(std::move(newest_first));
}

QVariant JobModel::value(const JobRecord &job, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
    case sort_role:
        return text_of(job, column);
    case Qt::AccessibleTextRole:
        return u"%1: %2"_s.arg(title(column), text_of(job, column));
    case key_role:
        return job.id;
    case percent_role:
        return percent(job);
    case tone_role:
        return column == state_column ? QVariant(static_cast<int>(state_tone(job.state))) : QVariant();
    case icon_name_role:
        return column == state_column ? QVariant(state_icon(job.state)) : QVariant();
    default:
        return {};
    }
}

QString JobModel::title(int column) const
{
    switch (column) {
    case title_column:
        return tr("Job");
    case state_column:
        return tr("State");
    case detail_column:
        return tr("What");
    case time_column:
        return tr("Time");
    default:
        return {};
    }
}

} // namespace espseal::studio
