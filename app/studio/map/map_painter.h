// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFont>
#include <QPalette>
#include <QRectF>

#include "app/studio/map/map_scale.h"
#include "app/studio/map/region_model.h"

#include <optional>

class QPainter;

namespace espseal::studio {

// Where the parts of the map lie in a viewport of this size.
struct MapGeometry {
    MapGeometry(const QSizeF &viewport, const QFontMetrics &metrics, bool with_board);
    QRectF overview; // the whole chip
    QRectF link; // between overview and the rest
    QRectF ruler;
    QRectF plan; // the regions
    QRectF board; // what the board holds; empty without a comparison
    QRectF erase; // what a write erases
    double left = 0; // of all strips, behind the lanes' names
    [[nodiscard]] static double height(const QFontMetrics &metrics, bool with_board);
};

// A region being dragged or stretched.
struct MapGhost {
    QString region;
    Range target;
    bool conflict = false;
    QString words {}; // where it would be, and what is wrong with that
};

struct MapPicture {
    const QList<RegionRow> &rows;
    const flash::ErasePreview &erase;
    const BoardSnapshot *board = nullptr; // null: no lane for it
    bool board_outdated = false;
    QList<Range> conflicts;
    MapScale scale;
    QString current; // selected region
    QString hovered;
    bool focused = false;
    std::optional<MapGhost> ghost;
};

void paint_map(QPainter &painter, const MapGeometry &geometry, const MapPicture &picture, const QPalette &palette);
} // namespace espseal::studio
