// SPDX-License-Identifier: Apache-2.0
#include "app/studio/monitor/ladder_painter.h"

#include "app/studio/monitor/session_text.h"
#include "app/studio/theme/icons.h"
#include "app/studio/theme/tones.h"
#include "app/studio/widgets/text_styles.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr double arrow_head = 7;
constexpr double lane_width = 7;
constexpr std::int64_t worth_showing_us = 500; // work in the board that gets a bar

QString tr(const char *text)
{
    return QCoreApplication::translate("Ladder", text);
}

QColor arrow_colour(const LadderRow &row, const QPalette &palette)
{
    if (row.tone == Tone::info)
        return accent_ink(palette);
    return tone_colours(row.tone, palette).text;
}

void paint_ground(QPainter &painter, const QRectF &rect, const LadderRowLook &look, const QPalette &palette)
{
    if (look.selected)
        painter.fillRect(rect, selection_tint(palette, look.focused));
    else if (look.hovered)
        painter.fillRect(rect, mixed(palette.color(QPalette::Base), palette.color(QPalette::WindowText), 0.05));
    if (look.selected && look.focused) {
        painter.setPen(QPen(accent_ink(palette), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect.adjusted(1, 1, -1, -1));
    }
}

void paint_lanes(QPainter &painter, const LadderGeometry &geometry, const QRectF &rect, const QPalette &palette)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(hairline(palette));
    for (const double x : { geometry.device, geometry.peer })
        painter.drawRect(QRectF(x - 1, rect.top(), 2, rect.height()));
}

// How long the board worked for this message, on its own lifeline: a longer bar for longer work, up to the row's height.
void paint_work(QPainter &painter, const LadderGeometry &geometry, const QRectF &rect, const LadderRow &row, const QPalette &palette)
{
    if (row.compute_us < worth_showing_us)
        return;
    const double share = std::clamp(std::log10(static_cast<double>(row.compute_us) / 250.0) / 3.4, 0.15, 1.0);
    const double y = rect.center().y() + rect.height() * 0.12;
    const QRectF bar(geometry.device - lane_width / 2, y - rect.height() * 0.92 * share, lane_width, rect.height() * 0.92 * share);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tone_colours(Tone::caution, palette).text);
    painter.drawRoundedRect(bar, lane_width / 2, lane_width / 2);
}

void paint_arrow(QPainter &painter, const LadderGeometry &geometry, double y, const LadderRow &row, const QPalette &palette)
{
    const bool right = row.flow == monitor::Flow::device_to_peer;
    const double from = right ? geometry.device : geometry.peer;
    const double to = right ? geometry.peer - 2 : geometry.device + 2;
    const double back = right ? -arrow_head : arrow_head;
    const QColor colour = arrow_colour(row, palette);
    QPen pen(colour, row.kind == LadderKind::application ? 2.4 : 1.6);
    if (row.kind == LadderKind::cipher_change)
        pen.setDashPattern({ 3, 3 });
    painter.setPen(pen);
    painter.drawLine(QPointF(from, y), QPointF(to + back, y));
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawPolygon(QPolygonF { QPointF(to, y), QPointF(to + back, y - arrow_head * 0.6), QPointF(to + back, y + arrow_head * 0.6) });
    painter.drawEllipse(QPointF(from, y), 3, 3);
}

void paint_words(QPainter &painter, const LadderGeometry &geometry, const QRectF &rect, double y, const LadderRow &row, const QPalette &palette)
{
    const QFont normal = painter.font();
    double left = geometry.device + 12;
    double right = geometry.peer - 12;
    if (!row.size.isEmpty()) {
        painter.setFont(styled(normal, TextStyle::caption));
        painter.setPen(muted_text(palette));
        const double width = painter.fontMetrics().horizontalAdvance(row.size) + 4;
        painter.drawText(QRectF(right - width, rect.top(), width, y - rect.top() - 2), Qt::AlignRight | Qt::AlignBottom, row.size);
        right -= width + 6;
        painter.setFont(normal);
    }
    if (row.encrypted) {
        paint_line_icon(painter, QRectF(left, y - 17, 13, 13), u"lock"_s, muted_text(palette));
        left += 17;
    }
    const QRectF room(left, rect.top(), std::max(0.0, right - left), y - rect.top() - 2);
    painter.setPen(row.tone == Tone::bad ? tone_colours(Tone::bad, palette).text : palette.color(QPalette::WindowText));
    if (row.kind == LadderKind::message || row.tone == Tone::bad)
        painter.setFont(styled(normal, TextStyle::strong));
    painter.drawText(room, Qt::AlignLeft | Qt::AlignBottom, painter.fontMetrics().elidedText(row.name, Qt::ElideRight, static_cast<int>(room.width())));
    painter.setFont(normal);
}

void paint_sides(QPainter &painter, const LadderGeometry &geometry, const QRectF &rect, double y, const LadderRow &row, const QPalette &palette)
{
    const QFont normal = painter.font();
    painter.setPen(muted_text(palette));
    painter.setFont(styled(normal, TextStyle::caption));
    if (row.at_us)
        painter.drawText(
            QRectF(0, y - rect.height() / 2, geometry.time_right, rect.height()), Qt::AlignRight | Qt::AlignVCenter, microseconds_text(*row.at_us));
    if (geometry.has_details() && !row.detail.isEmpty()) {
        const QRectF room(geometry.detail, y - rect.height() / 2, geometry.width - geometry.detail - 8, rect.height());
        painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(row.detail, Qt::ElideRight, static_cast<int>(room.width())));
    }
    painter.setFont(normal);
}

// What is no arrow: console text at the board's side, a gap, the end.
void paint_note(QPainter &painter, const LadderGeometry &geometry, const QRectF &rect, const LadderRow &row, const QPalette &palette)
{
    const QFont normal = painter.font();
    const ToneColours colours = tone_colours(row.tone, palette);
    const double left = geometry.device + 12;
    if (row.kind == LadderKind::console) {
        painter.setFont(styled(fixed_font(normal), TextStyle::caption));
        painter.setPen(muted_text(palette));
        const QRectF room(left, rect.top(), geometry.width - left - 8, rect.height());
        painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(row.name, Qt::ElideRight, static_cast<int>(room.width())));
        painter.setFont(normal);
        painter.setPen(Qt::NoPen);
        painter.setBrush(muted_text(palette));
        painter.drawEllipse(QPointF(geometry.device, rect.center().y()), 2.5, 2.5);
        return;
    }
    const QString icon = row.kind == LadderKind::lost ? u"warning"_s : row.tone == Tone::bad ? u"error"_s : u"ok"_s;
    painter.setFont(styled(normal, TextStyle::strong));
    painter.setPen(Qt::NoPen);
    const QFontMetricsF metrics(painter.font());
    const double room = std::max(60.0, geometry.width - geometry.device - 16);
    const double width = std::min(metrics.horizontalAdvance(row.name) + 44, room);
    const double centre = std::clamp(
        (geometry.device + geometry.peer) / 2, geometry.device + width / 2 - 8, std::max(geometry.device + width / 2 - 8, geometry.width - width / 2 - 4));
    const QRectF box(centre - width / 2, rect.top() + 4, width, rect.height() - 8);
    painter.setPen(QPen(colours.line, 1));
    painter.setBrush(colours.fill);
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2);
    paint_line_icon(painter, QRectF(box.left() + 11, box.center().y() - 7, 14, 14), icon, colours.text);
    painter.setPen(colours.text);
    painter.drawText(box.adjusted(30, 0, -8, 0), Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(row.name, Qt::ElideRight, box.width() - 38));
    painter.setFont(normal);
}

} // namespace

LadderGeometry::LadderGeometry(double total, const QFontMetricsF &metrics)
    : width(total)
    , row_height(metrics.height() * 2.15)
    , head_height(metrics.height() + 16)
{
    time_right = metrics.horizontalAdvance(u"0000 ms"_s) + 8;
    device = time_right + 18;
    const double room = width - device;
    const double words = metrics.averageCharWidth() * 34; // an arrow that holds "CertificateRequest  1,234 B" with air
    if (room > words + metrics.averageCharWidth() * 26) {
        peer = device + std::max(words, room * 0.5);
        detail = peer + 16;
    } else {
        peer = width - 24;
        detail = width;
    }
}

void paint_ladder_head(QPainter &painter, const LadderGeometry &geometry, const QString &device, const QString &peer, const QPalette &palette)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRectF(0, 0, geometry.width, geometry.head_height), palette.color(QPalette::Base));
    painter.fillRect(QRectF(0, geometry.head_height - 1, geometry.width, 1), hairline(palette));
    const QFont normal = painter.font();
    painter.setFont(styled(normal, TextStyle::strong));
    painter.setPen(palette.color(QPalette::WindowText));
    const QFontMetricsF metrics(painter.font());
    const double middle = (geometry.device + geometry.peer) / 2;
    const double icon_y = geometry.head_height / 2 - 8;
    paint_line_icon(painter, QRectF(geometry.device - 8, icon_y, 16, 16), u"devices"_s, accent_ink(palette));
    const QRectF left(geometry.device + 14, 0, middle - geometry.device - 20, geometry.head_height - 1);
    painter.drawText(left, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(device, Qt::ElideRight, left.width()));
    paint_line_icon(painter, QRectF(geometry.peer - 8, icon_y, 16, 16), u"port"_s, accent_ink(palette));
    const QRectF right(middle, 0, geometry.peer - 14 - middle, geometry.head_height - 1);
    painter.drawText(right, Qt::AlignRight | Qt::AlignVCenter, metrics.elidedText(peer, Qt::ElideRight, right.width()));
    painter.setFont(styled(normal, TextStyle::caption));
    painter.setPen(muted_text(palette));
    painter.drawText(QRectF(0, 0, geometry.time_right, geometry.head_height - 1), Qt::AlignRight | Qt::AlignVCenter, tr("Time"));
    if (geometry.has_details())
        painter.drawText(
            QRectF(geometry.detail, 0, geometry.width - geometry.detail, geometry.head_height - 1), Qt::AlignLeft | Qt::AlignVCenter, tr("Detail"));
    painter.setFont(normal);
}

void paint_ladder_row(
    QPainter &painter, const LadderGeometry &geometry, const QRectF &rect, const LadderRow &row, const LadderRowLook &look, const QPalette &palette)
{
    painter.setRenderHint(QPainter::Antialiasing);
    paint_ground(painter, rect, look, palette);
    paint_lanes(painter, geometry, rect, palette);
    if (!row.is_arrow()) {
        paint_note(painter, geometry, rect, row, palette);
        if (row.kind == LadderKind::console)
            paint_sides(painter, geometry, rect, rect.center().y(), row, palette);
        return;
    }
    const double y = rect.top() + rect.height() * 0.68;
    paint_work(painter, geometry, rect, row, palette);
    paint_arrow(painter, geometry, y, row, palette);
    paint_words(painter, geometry, rect, y, row, palette);
    paint_sides(painter, geometry, rect, y - rect.height() * 0.06, row, palette);
}

void paint_lifelines(QPainter &painter, const LadderGeometry &geometry, double until, bool open, const QPalette &palette)
{
    if (!open)
        return;
    painter.setPen(QPen(hairline(palette), 2, Qt::DotLine));
    for (const double x : { geometry.device, geometry.peer })
        painter.drawLine(QPointF(x, until), QPointF(x, until + geometry.row_height));
}

} // namespace espseal::studio
