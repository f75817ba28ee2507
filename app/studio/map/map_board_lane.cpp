// SPDX-License-Identifier: Apache-2.0
#include "app/studio/map/map_board_lane.h"

#include "app/studio/map/map_hit.h"
#include "app/studio/theme/tones.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

using provision::SectorState;

constexpr double outdated_strength = 0.4;
constexpr double room_for_sign = 14;

Tone tone_of_state(SectorState state)
{
    switch (state) {
    case SectorState::same:
        return Tone::good;
    case SectorState::different:
        return Tone::bad;
    case SectorState::erased:
    case SectorState::foreign:
        return Tone::neutral;
    }
    return Tone::neutral;
}

QString sign(SectorState state)
{
    switch (state) {
    case SectorState::same:
        return u"="_s;
    case SectorState::different:
        return u"\u2260"_s; // not equal
    case SectorState::erased:
        return u"\u2205"_s; // nothing
    case SectorState::foreign:
        return u"?"_s;
    }
    return {};
}

void paint_lines(QPainter &painter, const QRectF &rect, SectorState state)
{
    if (state == SectorState::different)
        for (double x = rect.left() - rect.height(); x < rect.right(); x += 5)
            painter.drawLine(QPointF(x, rect.top()), QPointF(x + rect.height(), rect.bottom()));
    else if (state == SectorState::foreign)
        for (double x = rect.left() + 2; x < rect.right(); x += 4)
            painter.drawLine(QPointF(x, rect.top() + 3), QPointF(x, rect.bottom() - 3));
}

} // namespace

void paint_sector_state(QPainter &painter, const QRectF &rect, SectorState state, const QPalette &palette)
{
    if (rect.isEmpty())
        return;
    const ToneColours tone = tone_colours(tone_of_state(state), palette);
    painter.save();
    painter.setClipRect(rect, Qt::IntersectClip);
    if (state != SectorState::erased)
        painter.fillRect(rect, tone.fill);
    QColor faint = tone.text;
    faint.setAlphaF(0.45f);
    painter.setPen(QPen(faint, 1));
    paint_lines(painter, rect, state);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(tone.text, 1, state == SectorState::erased ? Qt::DashLine : Qt::SolidLine));
    painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5));
    if (rect.width() >= room_for_sign) {
        const QRectF plate(rect.center().x() - 6, rect.center().y() - 7, 12, 14);
        painter.fillRect(plate.intersected(rect.adjusted(1, 1, -1, -1)), state == SectorState::erased ? palette.color(QPalette::Base) : tone.fill);
        painter.setPen(tone.text);
        painter.drawText(rect, Qt::AlignCenter, sign(state));
    }
    painter.restore();
}

void paint_board_lane(
    QPainter &painter, const QRectF &lane, const MapScale &scale, const QList<provision::SectorRun> &runs, bool outdated, const QPalette &palette)
{
    painter.save();
    painter.setOpacity(outdated ? outdated_strength : 1);
    for (const provision::SectorRun &run : runs)
        paint_sector_state(painter, strip(lane, scale, run.range).intersected(lane), run.state, palette);
    painter.restore();
}

} // namespace espseal::studio
