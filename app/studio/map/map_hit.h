// SPDX-License-Identifier: Apache-2.0
// Which region lies under a point of the plan's lane, and what a drag there would take hold of.
#pragma once

#include <QRectF>

#include "app/studio/map/map_scale.h"
#include "app/studio/map/region_model.h"

namespace espseal::studio {

enum class MapGrip { whole, start, end };

struct MapHit {
    const RegionRow *row = nullptr; // null: free space
    MapGrip grip = MapGrip::whole;
};

// Where a range is painted in a lane; wider than it should be where it would vanish, and not cut at the lane's ends.
[[nodiscard]] QRectF strip(const QRectF &lane, const MapScale &scale, const Range &range);

// May be moved by hand: the plan's own regions that are not the SDK's and not pinned.
[[nodiscard]] bool is_movable(const RegionRow &row);
// ... and stretched: not a program, which is as long as it is.
[[nodiscard]] bool is_resizable(const RegionRow &row);

// The smallest region there; where regions touch, an edge of `current` wins.
[[nodiscard]] MapHit hit_test(const QList<RegionRow> &rows, const QString &current, const MapScale &scale, const QRectF &lane, QPointF point);

// `slot` with one edge at the sector boundary nearest to `pointer`: at least one sector, and inside the chip.
[[nodiscard]] Range stretched(const Range &slot, MapGrip edge, Address pointer, Size chip);

} // namespace espseal::studio
