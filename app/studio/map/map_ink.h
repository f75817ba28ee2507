// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>
#include <QPalette>
#include <QRectF>

#include "core/flash/region.h"

class QPainter;

namespace espseal::studio {

// Region colours by what they are; the same in map and legend.
enum class MapInk { code, system, credential, settings, other };
[[nodiscard]] MapInk ink_of(flash::RegionRole role);
[[nodiscard]] QColor ink_fill(MapInk ink, const QPalette &palette);
[[nodiscard]] QColor ink_line(MapInk ink, const QPalette &palette);
[[nodiscard]] QString ink_title(MapInk ink);

void paint_hatch(QPainter &painter, const QRectF &rect, const QColor &colour, const QColor &ground);
void paint_conflict(QPainter &painter, const QRectF &rect, const QPalette &palette);

} // namespace espseal::studio
