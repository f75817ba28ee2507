// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>
#include <QPalette>
#include <QRectF>

#include "core/flash/region.h"

#include <array>

class QPainter;

namespace espseal::studio {

// Regions by what they are: each has a colour and, for colour-blind eyes and grey printers, a pattern; the same in map and legend.
enum class MapInk { code, system, authority, identity, settings, other };
inline constexpr std::array map_inks { MapInk::code, MapInk::authority, MapInk::identity, MapInk::settings, MapInk::system, MapInk::other };
[[nodiscard]] MapInk ink_of(flash::RegionRole role);
[[nodiscard]] QColor ink_fill(MapInk ink, const QPalette &palette);
[[nodiscard]] QColor ink_line(MapInk ink, const QPalette &palette);
[[nodiscard]] QString ink_title(MapInk ink);

// A block of that ink: ground, pattern, border. Only the part in `view` is painted, so that a block may be far wider than the window.
void paint_ink(QPainter &painter, const QRectF &block, const QRectF &view, MapInk ink, const QPalette &palette, bool strong = false);
void paint_hatch(QPainter &painter, const QRectF &rect, const QColor &colour, const QColor &ground);
void paint_conflict(QPainter &painter, const QRectF &rect, const QPalette &palette);

} // namespace espseal::studio
