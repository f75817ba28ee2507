// SPDX-License-Identifier: Apache-2.0
// The lane that shows what the board holds: each state has a sign and a pattern beside its colour.
#pragma once

#include <QPalette>
#include <QRectF>

#include "app/studio/map/map_scale.h"
#include "core/provision/comparison.h"

class QPainter;

namespace espseal::studio {

void paint_sector_state(QPainter &painter, const QRectF &rect, provision::SectorState state, const QPalette &palette);
// `outdated`: pale, since it may not be true any more.
void paint_board_lane(
    QPainter &painter, const QRectF &lane, const MapScale &scale, const QList<provision::SectorRun> &runs, bool outdated, const QPalette &palette);

} // namespace espseal::studio
