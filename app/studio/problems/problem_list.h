// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include "app/studio/models/rows_model.h"
#include "core/base/finding.h"

namespace espseal::studio {

// Where a problem belongs; also the page that shows it.
enum class ProblemSource { devices, certificates, map, provision, monitor };

struct ProblemRow {
    ProblemSource source = ProblemSource::map;
    Finding finding;
    QString key;
};

struct ProblemKey {
    const QString &operator()(const ProblemRow &row) const { return row.key; }
};

[[nodiscard]] QString source_title(ProblemSource source);

// Every problem that is there now, from all pages; each source replaces its own.
class ProblemList final : public RowsModel<ProblemRow, ProblemKey> {
    Q_OBJECT
public:
    enum Column { severity_column, source_column, message_column, column_count };

    using RowsModel::RowsModel;
    void set(ProblemSource source, const QList<Finding> &findings);
    [[nodiscard]] int count(Severity severity) const;
    [[nodiscard]] int count(ProblemSource source) const; // warnings and errors
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : column_count; }

Q_SIGNALS:
    void changed();

protected:
    [[nodiscard]] QVariant value(const ProblemRow &row, int column, int role) const override;
    [[nodiscard]] QString title(int column) const override;
};

} // namespace espseal::studio
