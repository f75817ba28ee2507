// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>

#include "app/studio/models/rows_model.h"
#include "core/base/finding.h"

namespace espseal::studio {

struct LogRow {
    quint64 id = 0;
    QDateTime when;
    Severity level = Severity::info;
    QString category; // "job", "device", "certificate"
    QString text;
};

struct LogKey {
    quint64 operator()(const LogRow &row) const { return row.id; }
};

// What happened, in order; the last 5000 lines. Never a key, never a password: only sentences and job titles come here.
class LogModel final : public RowsModel<LogRow, LogKey> {
    Q_OBJECT
public:
    enum Column { time_column, category_column, text_column, column_count };

    using RowsModel::RowsModel;
    void add(Severity level, const QString &category, const QString &text);
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : column_count; }

protected:
    [[nodiscard]] QVariant value(const LogRow &row, int column, int role) const override;
    [[nodiscard]] QString title(int column) const override;

private:
    quint64 last_id_ = 0;
};

} // namespace espseal::studio
