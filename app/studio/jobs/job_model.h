// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/jobs/job_runner.h"
#include "app/studio/models/rows_model.h"

namespace espseal::studio {

struct JobKey {
    quint64 operator()(const JobRecord &job) const { return job.id; }
};

[[nodiscard]] QString duration_text(qint64 ms); // "0.4 s", "12 s", "1 min 5 s"
[[nodiscard]] QString progress_text(const JobRecord &job); // "Writing ca, 66 %, 4 s left"; the outcome once it has ended

// Running and ended jobs, newest first.
class JobModel final : public RowsModel<JobRecord, JobKey> {
    Q_OBJECT
public:
    enum Column { title_column, state_column, detail_column, time_column, column_count };

    explicit JobModel(JobRunner &jobs, QObject *parent = nullptr);
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : column_count; }

protected:
    [[nodiscard]] QVariant value(const JobRecord &job, int column, int role) const override;
    [[nodiscard]] QString title(int column) const override;

private:
    void refresh();
    JobRunner &jobs_;
};

} // namespace espseal::studio
