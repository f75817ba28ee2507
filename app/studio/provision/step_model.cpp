// SPDX-License-Identifier: Apache-2.0
#include "app/studio/provision/step_model.h"

#include "app/studio/jobs/job_model.h"
#include "app/studio/theme/tones.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

using provision::StepState;

QString state_word(StepState state)
{
    switch (state) {
    case StepState::waiting:
        return StepModel::tr("waiting");
    case StepState::running:
        return StepModel::tr("running");
    case StepState::done:
        return StepModel::tr("done");
    case StepState::skipped:
        return StepModel::tr("skipped");
    case StepState::failed:
        return StepModel::tr("failed");
    }
    return {};
}

Tone state_tone(StepState state)
{
    switch (state) {
    case StepState::waiting:
    case StepState::skipped:
        return Tone::neutral;
    case StepState::running:
        return Tone::info;
    case StepState::done:
        return Tone::good;
    case StepState::failed:
        return Tone::bad;
    }
    return Tone::neutral;
}

QString state_icon(StepState state)
{
    switch (state) {
    case StepState::waiting:
        return u"pending"_s;
    case StepState::running:
        return u"running"_s;
    case StepState::done:
        return u"ok"_s;
    case StepState::skipped:
        return u"minus"_s;
    case StepState::failed:
        return u"error"_s;
    }
    return {};
}

} // namespace

StepModel::StepModel(ProvisionRun &run, JobRunner &jobs, QObject *parent)
    : RowsModel(parent)
    , run_(run)
    , jobs_(jobs)
{
    const auto refresh = [this] { set_rows(run_.steps()); };
    connect(&run, &ProvisionRun::changed, this, refresh);
    connect(&jobs, &JobRunner::progressed, this, [this, refresh](quint64 job) {
        if (job == run_.job())
            refresh();
    });
    refresh();
}

QString StepModel::detail(const StepRow &row) const
{
    if (row.state != StepState::running)
        return row.detail;
    const JobRecord *job = jobs_.find(run_.job());
    return job ? progress_text(*job) : QString();
}

QVariant StepModel::value(const StepRow &row, int column, int role) const
{
    const QString name = run_.kind() == RunKind::verify && row.step == provision::Step::write ? tr("Compare with the plan") : provision::step_title(row.step);
    QString text;
    if (column == state_column)
        text = state_word(row.state);
    else if (column == title_column)
        text = name;
    else if (column == detail_column)
        text = detail(row);
    else if (column == time_column && row.took.count() > 0)
        text = duration_text(row.took.count());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
    case sort_role:
        return text;
    case Qt::AccessibleTextRole:
        return u"%1, %2. %3"_s.arg(name, state_word(row.state), detail(row));
    case detail_role:
        return detail(row);
    case key_role:
        return static_cast<int>(row.step);
    case tone_role:
        return static_cast<int>(state_tone(row.state));
    case icon_name_role:
        return state_icon(row.state);
    case percent_role: {
        const JobRecord *job = jobs_.find(run_.job());
        if (row.state != StepState::running || !job || job->total == 0)
            return -1;
        return static_cast<int>(std::min<quint64>(100, job->done * 100 / job->total));
    }
    default:
        return {};
    }
}

QString StepModel::title(int column) const
{
    switch (column) {
    case state_column:
        return tr("State");
    case title_column:
        return tr("Step");
    case detail_column:
        return tr("What came out");
    case time_column:
        return tr("Time");
    default:
        return {};
    }
}

} // namespace espseal::studio
