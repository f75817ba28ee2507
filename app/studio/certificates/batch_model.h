// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/models/rows_model.h"
#include "core/pki/batch_issue.h"

namespace espseal::studio {

struct BatchLine {
    enum class State { ready, bad, made, kept };
    int line = 0; // of the table
    QString name;
    QString names; // common name and alternative names
    QString mac;
    State state = State::ready;
    QString note; // of a bad one: why
};

struct BatchLineKey {
    int operator()(const BatchLine &line) const { return line.line; }
};

// The table as it was understood, a problem in the row that has it; afterwards, what became of each.
class BatchModel final : public RowsModel<BatchLine, BatchLineKey> {
    Q_OBJECT
public:
    enum Column { state_column, line_column, name_column, names_column, mac_column, column_count };

    using RowsModel::RowsModel;
    void show_manifest(const pki::BatchManifest &manifest);
    void show_result(const pki::BatchResult &result);
    [[nodiscard]] int count(BatchLine::State state) const;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : column_count; }

protected:
    [[nodiscard]] QVariant value(const BatchLine &line, int column, int role) const override;
    [[nodiscard]] QString title(int column) const override;
};

} // namespace espseal::studio
