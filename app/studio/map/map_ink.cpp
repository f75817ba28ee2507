// SPDX-License-Identifier: Apache-2.0
#include "app/studio/map/map_ink.h"

#include "app/studio/theme/tones.h"

#include <QCoreApplication>
#include <QPainter>

namespace espseal::studio {

namespace {

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
    case MapInk::credential:
        return QColor(0xFF8660C8);
    case MapInk::settings:
        return QColor(0xFF2C93A5);
    case MapInk::other:
        return QColor(0xFFA97C50);
    }
    return {};
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
    return flash::is_credential(role) ? MapInk::credential : MapInk::other;
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
    case MapInk::credential:
        return tr("CA, certificate and key");
    case MapInk::settings:
        return tr("agent settings");
    case MapInk::other:
        return tr("other data");
    }
    return {};
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
    painter.drawRect(rect.adjusted(1, 1, -1, -1));
    painter.restore();
}

} // namespace espseal::studio
