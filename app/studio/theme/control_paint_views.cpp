// SPDX-License-Identifier: Apache-2.0
#include "app/studio/theme/control_paint.h"

#include "app/studio/theme/icons.h"
#include "app/studio/theme/tones.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio::control_paint {

namespace {

void pill(const QRectF &rect, const QColor &fill, QPainter &painter)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    const double radius = std::min(rect.width(), rect.height()) / 2;
    painter.drawRoundedRect(rect, radius, radius);
    painter.restore();
}

QRectF bar_rect(const QRect &rect)
{
    constexpr double thickness = 6;
    return { double(rect.left()), rect.center().y() - thickness / 2 + 0.5, double(rect.width()), thickness };
}

} // namespace

void header_section(const QStyleOptionHeader &option, QPainter &painter)
{
    painter.fillRect(option.rect, option.palette.color(QPalette::Base));
    painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), hairline(option.palette));
}

void tab(const QStyleOptionTab &option, QPainter &painter)
{
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected)
        painter.fillRect(QRect(option.rect.left() + 6, option.rect.bottom() - 1, option.rect.width() - 12, 2), accent_ink(option.palette));
    else if (option.state.testFlag(QStyle::State_MouseOver))
        painter.fillRect(QRect(option.rect.left() + 6, option.rect.bottom() - 1, option.rect.width() - 12, 2), hairline(option.palette));
}

void progress_groove(const QStyleOption &option, QPainter &painter)
{
    pill(bar_rect(option.rect), mixed(option.palette.color(QPalette::Base), option.palette.color(QPalette::WindowText), 0.13), painter);
}

void progress_contents(const QStyleOptionProgressBar &option, QPainter &painter)
{
    QRectF bar = bar_rect(option.rect);
    const double span = option.maximum - option.minimum;
    if (span <= 0) { // length unknown: a segment in the middle says "working" without pretending a share
        bar = bar.adjusted(bar.width() * 0.3, 0, -bar.width() * 0.3, 0);
    } else {
        const double share = std::clamp((option.progress - option.minimum) / span, 0.0, 1.0);
        if (share <= 0)
            return;
        bar.setWidth(std::max(bar.height(), bar.width() * share));
    }
    pill(bar, mixed(accent(option.palette), accent_ink(option.palette), 0.5), painter);
}

void scroll_bar(const QStyleOptionSlider &option, const QRect &handle, QPainter &painter)
{
    painter.fillRect(option.rect, option.palette.color(QPalette::Base));
    const bool hot = option.state.testFlag(QStyle::State_MouseOver) || option.state.testFlag(QStyle::State_Sunken);
    QColor fill = option.palette.color(QPalette::WindowText);
    fill.setAlphaF(hot ? 0.45f : 0.26f);
    const QRectF inner = option.orientation == Qt::Vertical ? QRectF(handle).adjusted(3, 2, -3, -2) : QRectF(handle).adjusted(2, 3, -2, -3);
    pill(inner, fill, painter);
}

void branch(const QStyleOption &option, QPainter &painter)
{
    if (!option.state.testFlag(QStyle::State_Children))
        return;
    const QRectF rect(option.rect.center().x() - 6, option.rect.center().y() - 6, 13, 13);
    const bool open = option.state.testFlag(QStyle::State_Open);
    paint_line_icon(painter, rect, open ? u"chevron-down"_s : u"chevron-right"_s, muted_text(option.palette));
}

void item_row(const QStyleOptionViewItem &option, QPainter &painter)
{
    if (option.features.testFlag(QStyleOptionViewItem::Alternate))
        painter.fillRect(option.rect, option.palette.color(QPalette::AlternateBase));
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (!selected && !(option.state.testFlag(QStyle::State_MouseOver) && option.state.testFlag(QStyle::State_Enabled)))
        return;
    // A tint, so that status colours and icons in the row keep their contrast.
    QColor fill = selected ? selection_tint(option.palette, option.state.testFlag(QStyle::State_Active))
                           : mixed(option.palette.color(QPalette::Base), option.palette.color(QPalette::WindowText), 0.05);
    painter.fillRect(option.rect, fill);
}

} // namespace espseal::studio::control_paint
