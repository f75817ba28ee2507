// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/models/rows_model.h"
#include "app/studio/provision/provision_run.h"

namespace espseal::studio {

struct StepKey {
    int operator()(const StepRow &row) const { return static_cast<int>(row.step); }
};

class JobRunner;

// The steps of the current or last run.
class StepModel final : public RowsModel<StepRow, StepKey> {
    Q_OBJECT
public:
    enum Column { state_column, title_column, detail_column, time_column, column_count };

    StepModel(ProvisionRun &run, JobRunner &jobs, QObject *parent = nullptr);
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : column_count; }

protected:
    [[nodiscard]] QVariant value(const StepRow &row, int column, int role) const override;
    [[nodiscard]] QString title(int column) const override;

private:
    [[nodiscard]] QString detail(const StepRow &row) const;
    ProvisionRun &run_;
    JobRunner &jobs_;
};

} // namespace espseal::studio
