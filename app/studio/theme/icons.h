// SPDX-License-Identifier: Apache-2.0
// The studio's line icons: one SVG each under resources/icons, painted in the palette's text colour at any size, without an icon
// theme and without Qt's SVG plug-ins.
#pragma once

#include <QIcon>
#include <QStringList>

class QPainter;
class QRectF;

namespace espseal::studio {

// The icon `name` ("certificates"); a null icon if there is no such file. Follows palette changes.
[[nodiscard]] QIcon line_icon(const QString &name);
// The same in one colour.
[[nodiscard]] QIcon line_icon(const QString &name, const QColor &colour);
void paint_line_icon(QPainter &painter, const QRectF &rect, const QString &name, const QColor &colour);
[[nodiscard]] QStringList line_icon_names();

} // namespace espseal::studio
