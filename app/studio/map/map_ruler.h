// SPDX-License-Identifier: Apache-2.0
// Addresses above the map, and the sectors in it once they are wide enough to see.
#pragma once

#include <QPalette>
#include <QRectF>

#include "app/studio/map/map_scale.h"

class QPainter;

namespace espseal::studio {

void paint_ruler(QPainter &painter, const QRectF &ruler, const MapScale &scale, const QPalette &palette);
// Sector boundaries of a lane.
void paint_sectors(QPainter &painter, const QRectF &lane, const MapScale &scale, const QPalette &palette);
// The sectors' numbers along the lane's lower edge, where there is room for them.
void paint_sector_numbers(QPainter &painter, const QRectF &lane, const MapScale &scale, const QPalette &palette);

} // namespace espseal::studio
