// SPDX-License-Identifier: Apache-2.0
#include "app/studio/theme/control_paint.h"

#include "app/studio/theme/icons.h"
#include "app/studio/theme/studio_style.h"
#include "app/studio/theme/tones.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace espseal::studio::control_paint {

namespace {

bool has(const QStyleOption &option, QStyle::StateFlag flag)
{
    return option.state.testFlag(flag);
}

void rounded(const QRectF &rect, const QColor &fill, const QColor &line, QPainter &painter)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(line.alpha() == 0 ? QPen(Qt::NoPen) : QPen(line, 1));
    painter.setBrush(fill);
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), control_radius, control_radius);
    painter.restore();
}

// Fill of a control that reacts to the pointer.
QColor reacting(const QColor &fill, const QStyleOption &option)
{
    const QColor ink = option.palette.color(QPalette::WindowText);
    if (!has(option, QStyle::State_Enabled))
        return mixed(fill, option.palette.color(QPalette::Window), 0.6);
    if (has(option, QStyle::State_Sunken))
        return mixed(fill, ink, 0.14);
    if (has(option, QStyle::State_MouseOver))
        return mixed(fill, ink, 0.06);
    return fill;
}

void keyboard_focus(const QStyleOption &option, QPainter &painter)
{
    if (has(option, QStyle::State_HasFocus) && has(option, QStyle::State_KeyboardFocusChange))
        focus_ring(option.rect, option.palette, painter);
}

QColor box_fill(const QStyleOption &option, bool on)
{
    const QColor fill = on ? accent(option.palette) : option.palette.color(QPalette::Base);
    return has(option, QStyle::State_Enabled) ? fill : mixed(fill, option.palette.color(QPalette::Window), 0.7);
}

QColor box_line(const QStyleOption &option, bool on)
{
    return on ? box_fill(option, on) : mixed(hairline(option.palette), option.palette.color(QPalette::WindowText), 0.35);
}

} // namespace

void focus_ring(const QRectF &rect, const QPalette &palette, QPainter &painter)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(accent_ink(palette), 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), control_radius, control_radius);
    painter.restore();
}

void push_button(const QStyleOption &option, QPainter &painter, bool primary)
{
    const bool on = primary && has(option, QStyle::State_Enabled);
    const QColor fill = on ? accent(option.palette) : option.palette.color(QPalette::Button);
    const QColor checked = mixed(fill, accent(option.palette), has(option, QStyle::State_On) ? 0.18 : 0);
    const QColor reacted = on && is_dark(option.palette) && has(option, QStyle::State_MouseOver) ? mixed(fill, Qt::black, 0.1) : reacting(checked, option);
    rounded(option.rect, reacted, on ? mixed(fill, Qt::black, 0.15) : hairline(option.palette), painter);
    if (has(option, QStyle::State_HasFocus) && has(option, QStyle::State_KeyboardFocusChange)) {
        focus_ring(option.rect, option.palette, painter);
        if (on) // the ring alone would drown in the accent's ground
            rounded(QRectF(option.rect).adjusted(2, 2, -2, -2), Qt::transparent, accent_text(option.palette), painter);
    }
}

void tool_button(const QStyleOption &option, QPainter &painter)
{
    const bool active = has(option, QStyle::State_On) || has(option, QStyle::State_Sunken) || has(option, QStyle::State_MouseOver);
    if (active && has(option, QStyle::State_Enabled)) {
        QColor fill = option.palette.color(QPalette::WindowText);
        fill.setAlphaF(has(option, QStyle::State_Sunken) ? 0.15f : has(option, QStyle::State_On) ? 0.11f : 0.07f);
        rounded(option.rect, fill, Qt::transparent, painter);
    }
    keyboard_focus(option, painter);
}

void check_box(const QStyleOption &option, QPainter &painter, bool partial)
{
    const bool on = has(option, QStyle::State_On) || partial;
    const QRectF rect = QRectF(option.rect).adjusted(1, 1, -1, -1);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(box_line(option, on), 1.2));
    painter.setBrush(box_fill(option, on));
    painter.drawRoundedRect(rect, 3.5, 3.5);
    painter.setPen(QPen(accent_text(option.palette), 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF mid = rect.center();
    if (partial)
        painter.drawLine(mid - QPointF(3, 0), mid + QPointF(3, 0));
    else if (on)
        painter.drawPolyline(QPolygonF { mid + QPointF(-3.4, 0.2), mid + QPointF(-1, 2.7), mid + QPointF(3.6, -2.7) });
    painter.restore();
}

void radio_button(const QStyleOption &option, QPainter &painter)
{
    const bool on = has(option, QStyle::State_On);
    const QRectF rect = QRectF(option.rect).adjusted(1, 1, -1, -1);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(box_line(option, on), 1.2));
    painter.setBrush(box_fill(option, on));
    painter.drawEllipse(rect);
    if (on) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(accent_text(option.palette));
        painter.drawEllipse(rect.center(), 3, 3);
    }
    painter.restore();
}

void combo_box(const QStyleOptionComboBox &option, QPainter &painter)
{
    if (option.editable)
        line_edit(option, painter);
    else
        rounded(option.rect, reacting(option.palette.color(QPalette::Button), option), hairline(option.palette), painter);
    const QRectF arrow(option.rect.right() - 21, option.rect.center().y() - 7, 14, 14);
    paint_line_icon(painter, arrow, u"chevron-down"_s,
        option.palette.color(has(option, QStyle::State_Enabled) ? QPalette::Active : QPalette::Disabled, QPalette::ButtonText));
    if (!option.editable)
        keyboard_focus(option, painter);
}

void line_edit(const QStyleOption &option, QPainter &painter)
{
    const bool enabled = has(option, QStyle::State_Enabled) && !has(option, QStyle::State_ReadOnly);
    rounded(option.rect, option.palette.color(enabled ? QPalette::Base : QPalette::Window), hairline(option.palette), painter);
    if (has(option, QStyle::State_HasFocus))
        focus_ring(option.rect, option.palette, painter);
}

} // namespace espseal::studio::control_paint
