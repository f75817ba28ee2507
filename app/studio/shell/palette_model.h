// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/models/rows_model.h"

namespace espseal::studio {

class Studio;

struct PaletteRow {
    QString key; // "action:run.provision", "device:PORT", "certificate:NAME", "region:NAME"
    QString text;
    QString hint; // keys, or why it cannot be done
    QString icon;
    bool enabled = true;
};

struct PaletteKey {
    const QString &operator()(const PaletteRow &row) const { return row.key; }
};

// Everything that can be found or run, best matches first.
class PaletteModel final : public RowsModel<PaletteRow, PaletteKey> {
    Q_OBJECT
public:
    using RowsModel::RowsModel;
    void search(const Studio &studio, const QString &words);
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 1; }
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

protected:
    [[nodiscard]] QVariant value(const PaletteRow &row, int column, int role) const override;
    [[nodiscard]] QString title(int column) const override;
};

// Does what the row says; false if it cannot be done now.
bool run_palette_row(Studio &studio, const PaletteRow &row);

} // namespace espseal::studio
