// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/document/plan_document.h"
#include "app/studio/map/board_reading.h"
#include "app/studio/models/rows_model.h"
#include "app/studio/theme/tones.h"

namespace espseal::studio {

enum class RegionState { conflict, doubtful, written, missing, untouched, reserved, unplaced };

struct RegionRow {
    flash::Region region;
    bool listed = true; // false: the SDK's own, which the plan does not name
    RegionState state = RegionState::untouched;
    QString complaint; // first finding about it
    RegionOnBoard board; // if there is a comparison
};

struct RegionKey {
    const QString &operator()(const RegionRow &row) const { return row.region.name; }
};

[[nodiscard]] QString state_word(RegionState state);
[[nodiscard]] Tone state_tone(RegionState state);
[[nodiscard]] QString state_icon(RegionState state);
[[nodiscard]] QString board_word(const flash::Region &region, const RegionOnBoard &board); // "2 of 5 sectors differ"

// What lies in flash, by address: the map paints it, the table beside it is its accessible twin.
class RegionModel final : public RowsModel<RegionRow, RegionKey> {
    Q_OBJECT
public:
    enum Column { name_column, start_column, end_column, size_column, sectors_column, source_column, state_column, board_column, column_count };

    explicit RegionModel(PlanDocument &document, QObject *parent = nullptr);

    [[nodiscard]] const PlanDocument &document() const { return document_; }
    // What the last comparison found, beside the plan; null: there is none.
    void follow(const BoardReading &reading);
    [[nodiscard]] const BoardSnapshot *board() const { return reading_ && reading_->snapshot() ? &*reading_->snapshot() : nullptr; }
    [[nodiscard]] bool board_outdated() const { return reading_ && !reading_->outdated().isEmpty(); }
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : column_count; }

protected:
    [[nodiscard]] QVariant value(const RegionRow &row, int column, int role) const override;
    [[nodiscard]] QString title(int column) const override;

private:
    void refresh();

    PlanDocument &document_;
    const BoardReading *reading_ = nullptr;
};

} // namespace espseal::studio
