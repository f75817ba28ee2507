// SPDX-License-Identifier: Apache-2.0
#include "app/studio/map/map_painter.h"

#include "app/studio/document/flash_text.h"
#include "app/studio/map/map_ink.h"
#include "app/studio/theme/icons.h"
#include "app/studio/theme/tones.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr double narrowest = 3; // a region is never painted thinner, or it would vanish on a 4 MB strip
constexpr double block_radius = 4;

QString tr(const char *text)
{
    return QCoreApplication::translate("FlashMap", text);
}

QRectF strip(const QRectF &lane, const MapScale &scale, const Range &range)
{
    const double x = lane.left() + scale.x_of(range.start);
    return { x, lane.top(), std::max(scale.width_of(range.size), narrowest), lane.height() };
}

QRectF in_chip(const QRectF &lane, const MapScale &scale, const Range &range)
{
    return strip(lane, scale.showing_all(), range);
}

void paint_lane(QPainter &painter, const QRectF &lane, const QPalette &palette)
{
    painter.setPen(QPen(hairline(palette), 1));
    painter.setBrush(mixed(palette.color(QPalette::Base), palette.color(QPalette::WindowText), 0.03));
    painter.drawRoundedRect(lane.adjusted(0.5, 0.5, -0.5, -0.5), block_radius, block_radius);
}

void paint_block(QPainter &painter, const QRectF &rect, MapInk ink, const QPalette &palette, bool strong)
{
    painter.setPen(rect.width() > narrowest ? QPen(ink_line(ink, palette), 1) : QPen(Qt::NoPen));
    painter.setBrush(rect.width() > narrowest ? mixed(ink_fill(ink, palette), ink_line(ink, palette), strong ? 0.25 : 0) : ink_line(ink, palette));
    const double radius = std::min(block_radius, rect.width() / 3);
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

// The longest of the names that fits, upright where the block is too narrow for a word.
void paint_name(QPainter &painter, const QRectF &block, const flash::Region &region, const QString &name, const QColor &ink)
{
    const QFontMetricsF metrics(painter.font());
    painter.setPen(ink);
    const double room = block.width() - 8;
    for (const QString &text : { name, short_title(region) })
        if (metrics.horizontalAdvance(text) <= room) {
            painter.drawText(block, Qt::AlignCenter, text);
            return;
        }
    if (block.width() < metrics.height() + 1)
        return;
    painter.save();
    painter.translate(block.center());
    painter.rotate(-90);
    const QRectF upright(-block.height() / 2, -block.width() / 2, block.height(), block.width());
    const QString text = metrics.horizontalAdvance(name) <= block.height() - 6 ? name : short_title(region);
    painter.drawText(upright, Qt::AlignCenter, metrics.elidedText(text, Qt::ElideRight, block.height() - 6));
    painter.restore();
}

void paint_ruler(QPainter &painter, const MapGeometry &geometry, const MapScale &scale, const QPalette &palette)
{
    const QFontMetricsF metrics(painter.font());
    const Size tick = scale.tick(metrics.horizontalAdvance(u"0x000000"_s) + 22);
    const Range visible = scale.visible();
    painter.setPen(muted_text(palette));
    double free_from = geometry.ruler.left();
    for (std::uint64_t at = (visible.start.value() + tick.value() - 1) / tick.value() * tick.value(); at <= visible.end().value(); at += tick.value()) {
        const double x = geometry.ruler.left() + scale.x_of(Address(at));
        painter.drawLine(QPointF(x, geometry.ruler.bottom() - 5), QPointF(x, geometry.ruler.bottom()));
        const QString text = to_string(Address(at));
        const double width = metrics.horizontalAdvance(text);
        const double left = std::clamp(x - width / 2, geometry.ruler.left(), std::max(geometry.ruler.left(), geometry.ruler.right() - width));
        if (left < free_from)
            continue;
        painter.drawText(QPointF(left, geometry.ruler.bottom() - 8), text);
        free_from = left + width + 8;
    }
}

void paint_overview(QPainter &painter, const MapGeometry &geometry, const MapPicture &picture, const QPalette &palette)
{
    paint_lane(painter, geometry.overview, palette);
    for (const RegionRow &row : picture.rows)
        if (row.region.is_placed())
            paint_block(painter, in_chip(geometry.overview, picture.scale, row.region.occupied()), ink_of(row.region.role), palette, false);
    for (const Range &conflict : picture.conflicts)
        painter.fillRect(in_chip(geometry.overview, picture.scale, conflict), tone_colours(Tone::bad, palette).text);
    if (picture.scale.shows_all())
        return;
    const QRectF window = in_chip(geometry.overview, picture.scale, picture.scale.visible()).adjusted(0, -2, 0, 2);
    QColor veil = accent(palette);
    veil.setAlphaF(0.16f);
    QPolygonF funnel { window.bottomLeft(), window.bottomRight(), geometry.link.bottomRight(), geometry.link.bottomLeft() };
    painter.setPen(Qt::NoPen);
    QColor faint = veil;
    faint.setAlphaF(0.08f);
    painter.setBrush(faint);
    painter.drawPolygon(funnel);
    painter.setPen(QPen(accent_ink(palette), 1.5));
    painter.setBrush(veil);
    painter.drawRoundedRect(window, 3, 3);
}

void paint_regions(QPainter &painter, const MapGeometry &geometry, const MapPicture &picture, const QPalette &palette)
{
    for (const RegionRow &row : picture.rows) {
        if (!row.region.is_placed())
            continue;
        const QRectF slot = strip(geometry.plan, picture.scale, row.region.occupied());
        if (slot.right() < geometry.plan.left() || slot.left() > geometry.plan.right())
            continue;
        const bool strong = row.region.name == picture.hovered;
        const MapInk ink = ink_of(row.region.role);
        paint_block(painter, slot, ink, palette, strong);
        const QRectF shown = slot.intersected(geometry.plan);
        paint_name(painter, shown, row.region, row.listed ? row.region.name : flash::role_title(row.region.role), palette.color(QPalette::WindowText));
    }
    for (const Range &conflict : picture.conflicts)
        paint_conflict(painter, strip(geometry.plan, picture.scale, conflict).intersected(geometry.plan), palette);
}

void paint_selection(QPainter &painter, const MapGeometry &geometry, const MapPicture &picture, const QPalette &palette)
{
    for (const RegionRow &row : picture.rows) {
        if (row.region.name != picture.current || !row.region.is_placed())
            continue;
        const QRectF rect = strip(geometry.plan, picture.scale, row.region.occupied()).adjusted(-1, -2, 1, 2);
        painter.setPen(QPen(accent_ink(palette), picture.focused ? 3 : 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(rect, block_radius + 1, block_radius + 1);
    }
    if (!picture.ghost)
        return;
    const QRectF ghost = strip(geometry.plan, picture.scale, picture.ghost->target);
    QColor fill = picture.ghost->conflict ? tone_colours(Tone::bad, palette).text : accent_ink(palette);
    painter.setPen(QPen(fill, 2, Qt::DashLine));
    fill.setAlphaF(0.2f);
    painter.setBrush(fill);
    painter.drawRoundedRect(ghost, block_radius, block_radius);
    if (picture.ghost->conflict)
        paint_conflict(painter, ghost, palette);
}

void paint_erase(QPainter &painter, const MapGeometry &geometry, const MapPicture &picture, const QPalette &palette)
{
    paint_lane(painter, geometry.erase, palette);
    const ToneColours caution = tone_colours(Tone::caution, palette);
    for (const Range &sectors : picture.erase.sectors)
        paint_hatch(painter, strip(geometry.erase, picture.scale, sectors).intersected(geometry.erase.adjusted(0, 1, 0, -1)), caution.text, caution.fill);
    for (const auto &loss : picture.erase.also_erased)
        paint_conflict(painter, strip(geometry.erase, picture.scale, loss.range).intersected(geometry.erase), palette);
}

void paint_lane_names(QPainter &painter, const MapGeometry &geometry, const QPalette &palette)
{
    painter.setPen(muted_text(palette));
    const auto name = [&](const QRectF &lane, const QString &text) {
        painter.drawText(QRectF(0, lane.top(), geometry.left - 10, lane.height()), Qt::AlignRight | Qt::AlignVCenter, text);
    };
    name(geometry.overview, tr("Chip"));
    name(geometry.plan, tr("Plan"));
    name(geometry.erase, tr("Erases"));
}

} // namespace

MapGeometry::MapGeometry(const QSizeF &viewport, const QFontMetrics &metrics)
{
    const double line = metrics.height();
    left = std::max({ metrics.horizontalAdvance(tr("Chip")), metrics.horizontalAdvance(tr("Plan")), metrics.horizontalAdvance(tr("Erases")) }) + 18;
    const double width = std::max(40.0, viewport.width() - left - 4);
    double y = 4;
    const auto next = [&](double height) {
        const QRectF rect(left, y, width, height);
        y += height;
        return rect;
    };
    overview = next(line + 4);
    link = next(14);
    ruler = next(line + 10);
    plan = next(line * 4);
    y += 8;
    erase = next(line + 4);
}

double MapGeometry::height(const QFontMetrics &metrics)
{
    return metrics.height() * 7 + 4 + 4 + 14 + 10 + 8 + 4 + 5;
}

void paint_map(QPainter &painter, const MapGeometry &geometry, const MapPicture &picture, const QPalette &palette)
{
    painter.setRenderHint(QPainter::Antialiasing);
    paint_lane_names(painter, geometry, palette);
    paint_overview(painter, geometry, picture, palette);
    paint_ruler(painter, geometry, picture.scale, palette);
    paint_lane(painter, geometry.plan, palette);
    painter.save();
    painter.setClipRect(geometry.plan.adjusted(-3, -4, 3, 4).united(geometry.erase));
    paint_regions(painter, geometry, picture, palette);
    paint_selection(painter, geometry, picture, palette);
    paint_erase(painter, geometry, picture, palette);
    painter.restore();
}

} // namespace espseal::studio
