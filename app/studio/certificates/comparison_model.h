// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/models/rows_model.h"
#include "core/pki/certificate_diff.h"

namespace espseal::studio {

struct ComparisonRow {
    int place = 0; // in the certificate
    pki::FieldPair fields;
};

struct ComparisonKey {
    int operator()(const ComparisonRow &row) const { return row.place; }
};

// Two certificates, field by field.
class ComparisonModel final : public RowsModel<ComparisonRow, ComparisonKey> {
    Q_OBJECT
public:
    enum Column { state_column, field_column, left_column, right_column, column_count };

    using RowsModel::RowsModel;

    void compare(const pki::Certificate &left, const pki::Certificate &right, bool only_differences);
    [[nodiscard]] int differences() const { return differences_; }
    void set_titles(const QString &left, const QString &right);
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : column_count; }

protected:
    [[nodiscard]] QVariant value(const ComparisonRow &row, int column, int role) const override;
    [[nodiscard]] QString title(int column) const override;

private:
    QString left_;
    QString right_;
    int differences_ = 0;
};

} // namespace espseal::studio
