// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/models/rows_model.h"
#include "app/studio/monitor/session_log.h"

namespace espseal::studio {

struct ConsoleKey {
    quint64 operator()(const ConsoleRow &row) const { return row.id; }
};

// What the board prints on its console.
class ConsoleModel final : public RowsModel<ConsoleRow, ConsoleKey> {
    Q_OBJECT
public:
    enum Column { time_column, text_column, column_count };

    explicit ConsoleModel(SessionLog &log, QObject *parent = nullptr);
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : column_count; }

protected:
    [[nodiscard]] QVariant value(const ConsoleRow &row, int column, int role) const override;
    [[nodiscard]] QString title(int column) const override;

private:
    void follow();
    SessionLog &log_;
};

} // namespace espseal::studio
