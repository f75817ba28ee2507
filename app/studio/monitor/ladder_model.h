// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/models/rows_model.h"
#include "app/studio/monitor/ladder_rows.h"

namespace espseal::studio {

struct LadderKey {
    const QString &operator()(const LadderRow &row) const { return row.key; }
};

// The ladder's rows as a table: LadderView paints them, a screen reader walks them.
class LadderModel final : public RowsModel<LadderRow, LadderKey> {
    Q_OBJECT
public:
    enum Column { time_column, flow_column, name_column, size_column, detail_column, column_count };

    using RowsModel::RowsModel;
    void show(const monitor::Session *session); // nullptr: nothing
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : column_count; }

protected:
    [[nodiscard]] QVariant value(const LadderRow &row, int column, int role) const override;
    [[nodiscard]] QString title(int column) const override;

private:
    quint64 session_ = 0;
};

} // namespace espseal::studio
