// SPDX-License-Identifier: Apache-2.0
#include "app/studio/map/map_ink.h"

#include "app/studio/theme/tones.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace espseal::studio {

namespace {

constexpr double radius = 4;
constexpr double narrowest_with_border = 3;

QString tr(const char *text)
{
    return QCoreApplication::translate("FlashMap", text);
}

// Hues far from the status colours, so that a region never looks like a verdict.
QColor hue(MapInk ink)
{
    switch (ink) {
    case MapInk::code:
        return QColor(0xFF5B7FB8);
    case MapInk::system:
        return QColor(0xFF8A9099);
    case MapInk::authority:
        return QColor(0xFF8660C8);
    case MapInk::identity:
        return QColor(0xFFB5559C);
    case MapInk::settings:
        return QColor(0xFF2C93A5);
    case MapInk::other:
        return QColor(0xFFA97C50);
    }
    return {};
}

void lines_across(QPainter &painter, const QRectF &rect, double step)
{
    for (double y = rect.top() + step / 2; y < rect.bottom(); y += step)
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y));
}

void lines_upright(QPainter &painter, const QRectF &rect, double step)
{
    for (double x = rect.left() + step / 2; x < rect.right(); x += step)
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()));
}

void lines_falling(QPainter &painter, const QRectF &rect, double step)
{
    for (double x = rect.left() - rect.height(); x < rect.right(); x += step)
        painter.drawLine(QPointF(x, rect.top()), QPointF(x + rect.height(), rect.bottom()));
}

void dots(QPainter &painter, const QRectF &rect, double step)
{
    for (double y = rect.top() + step / 2; y < rect.bottom(); y += step)
        for (double x = rect.left() + step / 2; x < rect.right(); x += step)
            painter.drawEllipse(QPointF(x, y), 0.6, 0.6);
}

// Where the block starts decides where its pattern starts; what lies left of `shown` is not painted.
QRectF pattern_rect(const QRectF &block, const QRectF &shown, double step)
{
    const double skipped = std::floor((shown.left() - block.left()) / step) * step;
    const QRectF inner = block.adjusted(1, 1, -1, -1);
    return { block.left() + std::max(skipped, 0.0) + 1, inner.top(), std::min(inner.right(), shown.right()) - block.left() - std::max(skipped, 0.0) - 1,
        inner.height() };
}

void paint_pattern(QPainter &painter, const QRectF &rect, MapInk ink)
{
    switch (ink) {
    case MapInk::code:
        return; // the largest blocks stay calm
    case MapInk::system:
        return lines_across(painter, rect, 4);
    case MapInk::authority:
        return dots(painter, rect, 5);
    case MapInk::identity:
        lines_across(painter, rect, 6);
        return lines_upright(painter, rect, 6);
    case MapInk::settings:
        return lines_upright(painter, rect, 5);
    case MapInk::other:
        return lines_falling(painter, rect, 6);
    }
}

} // namespace

MapInk ink_of(flash::RegionRole role)
{
    if (role == flash::RegionRole::agent_settings)
        return MapInk::settings;
    if (flash::is_code(role))
        return MapInk::code;
    if (flash::is_system(role) || role == flash::RegionRole::at_parameters)
        return MapInk::system;
    if (flash::is_ca(role))
        return MapInk::authority;
    return flash::is_identity(role) ? MapInk::identity : MapInk::other;
}

QColor ink_fill(MapInk ink, const QPalette &palette)
{
    return mixed(palette.color(QPalette::Base), hue(ink), is_dark(palette) ? 0.42 : 0.26);
}

QColor ink_line(MapInk ink, const QPalette &palette)
{
    return mixed(hue(ink), palette.color(QPalette::WindowText), 0.18);
}

QString ink_title(MapInk ink)
{
    switch (ink) {
    case MapInk::code:
        return tr("program");
    case MapInk::system:
        return tr("SDK's own");
    case MapInk::authority:
        return tr("CA");
    case MapInk::identity:
        return tr("certificate and key");
    case MapInk::settings:
        return tr("agent settings");
    case MapInk::other:
        return tr("other data");
    }
    return {};
}

void paint_ink(QPainter &painter, const QRectF &block, const QRectF &view, MapInk ink, const QPalette &palette, bool strong)
{
    const QColor line = ink_line(ink, palette);
    const QRectF shown = block.intersected(view.adjusted(-2 * radius, 0, 2 * radius, 0));
    if (shown.isEmpty())
        return;
    if (block.width() <= narrowest_with_border) {
        painter.fillRect(shown, line);
        return;
    }
    const double corner = std::min(radius, block.width() / 3);
    painter.setPen(Qt::NoPen);
    painter.setBrush(mixed(ink_fill(ink, palette), line, strong ? 0.25 : 0));
    painter.drawRoundedRect(shown.adjusted(0.5, 0.5, -0.5, -0.5), corner, corner);
    painter.save();
    painter.setClipRect(shown.adjusted(1, 1, -1, -1), Qt::IntersectClip);
    QColor faint = line;
    faint.setAlphaF(0.5f);
    painter.setPen(QPen(faint, 1));
    paint_pattern(painter, pattern_rect(block, shown, 60), ink);
    painter.restore();
    painter.setPen(QPen(line, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(shown.adjusted(0.5, 0.5, -0.5, -0.5), corner, corner);
}

void paint_hatch(QPainter &painter, const QRectF &rect, const QColor &colour, const QColor &ground)
{
    if (rect.isEmpty())
        return;
    painter.save();
    painter.setClipRect(rect);
    painter.fillRect(rect, ground);
    painter.setPen(QPen(colour, 1.2));
    for (double x = rect.left() - rect.height(); x < rect.right(); x += 6)
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5));
    painter.restore();
}

void paint_conflict(QPainter &painter, const QRectF &rect, const QPalette &palette)
{
    if (rect.isEmpty())
        return;
    const ToneColours bad = tone_colours(Tone::bad, palette);
    painter.save();
    painter.setClipRect(rect);
    painter.fillRect(rect, bad.fill);
    painter.setPen(QPen(bad.text, 1.4));
    for (double x = rect.left() - rect.height(); x < rect.right() + rect.height(); x += 8) {
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()));
        painter.drawLine(QPointF(x, rect.top()), QPointF(x + rect.height(), rect.bottom()));
    }
    painter.setPen(QPen(bad.text, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect.adjusted(1, 1, -1, -1));
    painter.restore();
}

} // namespace espseal::studio
