// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFont>
#include <QPalette>
#include <QRectF>

#include "app/studio/monitor/ladder_rows.h"

class QPainter;

namespace espseal::studio {

// The columns of a ladder in a viewport of this width: time | board's lifeline | arrows | peer's lifeline | detail.
struct LadderGeometry {
    LadderGeometry(double width, const QFontMetricsF &metrics);
    double time_right = 0;
    double device = 0; // x of the lifelines
    double peer = 0;
    double detail = 0; // x; equal to the width where there is no room for details
    double width = 0;
    double row_height = 0;
    double head_height = 0;
    [[nodiscard]] bool has_details() const { return width - detail > 60; }
    [[nodiscard]] QRectF row(qsizetype index) const { return { 0, static_cast<double>(index) * row_height, width, row_height }; }
};

struct LadderRowLook {
    bool selected = false;
    bool hovered = false;
    bool focused = false;
    bool newest = false; // of a session that still runs
};

void paint_ladder_head(QPainter &painter, const LadderGeometry &geometry, const QString &device, const QString &peer, const QPalette &palette);
void paint_ladder_row(
    QPainter &painter, const LadderGeometry &geometry, const QRectF &rect, const LadderRow &row, const LadderRowLook &look, const QPalette &palette);
// The lifelines behind the rows; `until`: where they end.
void paint_lifelines(QPainter &painter, const LadderGeometry &geometry, double until, bool open, const QPalette &palette);

} // namespace espseal::studio
