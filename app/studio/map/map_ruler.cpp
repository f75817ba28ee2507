// SPDX-License-Identifier: Apache-2.0
#include "app/studio/map/map_ruler.h"

#include "app/studio/theme/tones.h"
#include "app/studio/widgets/text_styles.h"

#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr double narrowest_sector = 7; // closer lines would be a grey veil

template <class Paint> void for_sectors(const QRectF &lane, const MapScale &scale, Paint paint)
{
    const double width = scale.width_of(Size(sector_size));
    const Range visible = scale.visible();
    const Address last = std::min(visible.end(), Address(scale.chip().value()));
    for (Address at(visible.start.sector()); at < last; at = at + Size(sector_size))
        paint(QRectF(lane.left() + scale.x_of(at), lane.top(), width, lane.height()), at.sector());
}

} // namespace

void paint_ruler(QPainter &painter, const QRectF &ruler, const MapScale &scale, const QPalette &palette)
{
    const QFontMetricsF metrics(painter.font());
    const Size tick = scale.tick(metrics.horizontalAdvance(u"0x000000"_s) + 22);
    const Range visible = scale.visible();
    painter.setPen(muted_text(palette));
    double free_from = ruler.left();
    for (std::uint64_t at = (visible.start.value() + tick.value() - 1) / tick.value() * tick.value(); at <= visible.end().value(); at += tick.value()) {
        const double x = ruler.left() + scale.x_of(Address(at));
        painter.drawLine(QPointF(x, ruler.bottom() - 5), QPointF(x, ruler.bottom()));
        const QString text = to_string(Address(at));
        const double width = metrics.horizontalAdvance(text);
        const double left = std::clamp(x - width / 2, ruler.left(), std::max(ruler.left(), ruler.right() - width));
        if (left < free_from)
            continue;
        painter.drawText(QPointF(left, ruler.bottom() - 8), text);
        free_from = left + width + 8;
    }
}

void paint_sectors(QPainter &painter, const QRectF &lane, const MapScale &scale, const QPalette &palette)
{
    if (scale.width_of(Size(sector_size)) < narrowest_sector)
        return;
    painter.setPen(hairline(palette));
    for_sectors(lane, scale, [&](const QRectF &sector, SectorIndex) {
        if (sector.left() > lane.left())
            painter.drawLine(QPointF(sector.left(), lane.top() + 1), QPointF(sector.left(), lane.bottom() - 1));
    });
}

void paint_sector_numbers(QPainter &painter, const QRectF &lane, const MapScale &scale, const QPalette &palette)
{
    painter.save();
    painter.setFont(styled(painter.font(), TextStyle::caption));
    const QFontMetricsF metrics(painter.font());
    if (scale.width_of(Size(sector_size)) >= metrics.horizontalAdvance(u"0xFFF"_s) + 8) {
        QColor ground = palette.color(QPalette::Base); // regions below may have a pattern
        ground.setAlphaF(0.8f);
        for_sectors(lane, scale, [&](const QRectF &sector, SectorIndex index) {
            const QRectF shown = sector.intersected(lane);
            const QString text = to_string(index);
            const double width = metrics.horizontalAdvance(text);
            if (width + 4 > shown.width())
                return;
            painter.setPen(Qt::NoPen);
            painter.setBrush(ground);
            painter.drawRoundedRect(QRectF(shown.center().x() - width / 2 - 3, shown.bottom() - metrics.height() - 2, width + 6, metrics.height()), 3, 3);
            painter.setPen(palette.color(QPalette::WindowText));
            painter.drawText(shown.adjusted(0, 0, 0, -2), Qt::AlignHCenter | Qt::AlignBottom, text);
        });
    }
    painter.restore();
}

} // namespace espseal::studio
