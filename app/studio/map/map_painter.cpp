// SPDX-License-Identifier: Apache-2.0
#include "app/studio/map/map_painter.h"

#include "app/studio/document/flash_text.h"
#include "app/studio/map/map_board_lane.h"
#include "app/studio/map/map_hit.h"
#include "app/studio/map/map_ink.h"
#include "app/studio/map/map_ruler.h"
#include "app/studio/theme/icons.h"
#include "app/studio/theme/tones.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr double block_radius = 4;

QString tr(const char *text)
{
    return QCoreApplication::translate("FlashMap", text);
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

// On a plain ground: words on a pattern are hard to read.
void paint_word(QPainter &painter, const QRectF &block, const QString &text, const QColor &ink, const QColor &ground)
{
    const QFontMetricsF metrics(painter.font());
    QRectF plate(0, 0, metrics.horizontalAdvance(text) + 6, metrics.height());
    plate.moveCenter(block.center());
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(plate, 3, 3);
    painter.setPen(ink);
    painter.drawText(block, Qt::AlignCenter, text);
}

// The longest of the names that fits, upright where the block is too narrow for a word.
void paint_name(QPainter &painter, const QRectF &block, const flash::Region &region, const QString &name, const QColor &ink, const QColor &ground)
{
    const QFontMetricsF metrics(painter.font());
    const double room = block.width() - 8;
    for (const QString &text : { name, short_title(region) })
        if (metrics.horizontalAdvance(text) <= room)
            return paint_word(painter, block, text, ink, ground);
    if (block.width() < metrics.height() + 1)
        return;
    painter.save();
    painter.translate(block.center());
    painter.rotate(-90);
    const QRectF upright(-block.height() / 2, -block.width() / 2, block.height(), block.width());
    const QString text = metrics.horizontalAdvance(name) <= block.height() - 6 ? name : short_title(region);
    paint_word(painter, upright, metrics.elidedText(text, Qt::ElideRight, block.height() - 6), ink, ground);
    painter.restore();
}

void paint_overview(QPainter &painter, const MapGeometry &geometry, const MapPicture &picture, const QPalette &palette)
{
    paint_lane(painter, geometry.overview, palette);
    for (const RegionRow &row : picture.rows)
        if (row.region.is_placed())
            paint_ink(painter, in_chip(geometry.overview, picture.scale, row.region.occupied()), geometry.overview, ink_of(row.region.role), palette);
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
        paint_ink(painter, slot, geometry.plan, ink, palette, strong);
        paint_name(painter, slot.intersected(geometry.plan), row.region, row.listed ? row.region.name : flash::role_title(row.region.role),
            palette.color(QPalette::WindowText), ink_fill(ink, palette));
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

// What letting go would mean, under the region that is held: its place, and the first rule that it breaks.
void paint_consequence(QPainter &painter, const MapGeometry &geometry, const MapPicture &picture, const QPalette &palette)
{
    if (!picture.ghost)
        return;
    const QFontMetricsF metrics(painter.font());
    const ToneColours tone = tone_colours(picture.ghost->conflict ? Tone::bad : Tone::info, palette);
    const QString text = metrics.elidedText(picture.ghost->words, Qt::ElideRight, geometry.plan.width() - 16);
    const double width = metrics.horizontalAdvance(text) + 14;
    const double middle = strip(geometry.plan, picture.scale, picture.ghost->target).center().x();
    const double left = std::clamp(middle - width / 2, geometry.plan.left(), std::max(geometry.plan.left(), geometry.plan.right() - width));
    const QRectF bubble(left, geometry.plan.bottom() + 4, width, metrics.height() + 8);
    painter.setPen(QPen(tone.line, 1));
    painter.setBrush(tone.fill);
    painter.drawRoundedRect(bubble.adjusted(0.5, 0.5, -0.5, -0.5), block_radius, block_radius);
    painter.setPen(tone.text);
    painter.drawText(bubble, Qt::AlignCenter, text);
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
    if (!geometry.board.isEmpty())
        name(geometry.board, tr("Board"));
    name(geometry.erase, tr("Erases"));
}

} // namespace

MapGeometry::MapGeometry(const QSizeF &viewport, const QFontMetrics &metrics, bool with_board)
{
    const double line = metrics.height();
    for (const QString &name : { tr("Chip"), tr("Plan"), tr("Board"), tr("Erases") })
        left = std::max(left, double(metrics.horizontalAdvance(name)));
    left += 18;
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
    if (with_board) {
        board = next(line + 6);
        y += 6;
    }
    erase = next(line + 4);
}

double MapGeometry::height(const QFontMetrics &metrics, bool with_board)
{
    return metrics.height() * 7 + 4 + 4 + 14 + 10 + 8 + 4 + 5 + (with_board ? metrics.height() + 12 : 0);
}

void paint_map(QPainter &painter, const MapGeometry &geometry, const MapPicture &picture, const QPalette &palette)
{
    painter.setRenderHint(QPainter::Antialiasing);
    paint_lane_names(painter, geometry, palette);
    paint_overview(painter, geometry, picture, palette);
    paint_ruler(painter, geometry.ruler, picture.scale, palette);
    paint_lane(painter, geometry.plan, palette);
    paint_sectors(painter, geometry.plan, picture.scale, palette);
    painter.save();
    painter.setClipRect(geometry.plan.adjusted(-3, -4, 3, 4).united(geometry.erase));
    paint_regions(painter, geometry, picture, palette);
    paint_sector_numbers(painter, geometry.plan, picture.scale, palette);
    paint_selection(painter, geometry, picture, palette);
    paint_erase(painter, geometry, picture, palette);
    painter.restore();
    if (picture.board) {
        paint_lane(painter, geometry.board, palette);
        paint_board_lane(painter, geometry.board, picture.scale, picture.board->runs, picture.board_outdated, palette);
    }
    paint_consequence(painter, geometry, picture, palette);
}

} // namespace espseal::studio
