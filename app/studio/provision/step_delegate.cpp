// SPDX-License-Identifier: Apache-2.0
#include "app/studio/provision/step_delegate.h"

#include "app/studio/models/rows_model.h"
#include "app/studio/provision/step_model.h"
#include "app/studio/theme/icons.h"
#include "app/studio/theme/tones.h"
#include "app/studio/widgets/text_styles.h"

#include <QPainter>

namespace espseal::studio {

namespace {

constexpr int icon_size = 20;
constexpr int indent = 48;
constexpr int padding = 9;

int detail_width(const QStyleOptionViewItem &option)
{
    const int viewport = option.widget ? option.widget->width() : option.rect.width();
    return std::max(80, viewport - indent - 24);
}

QRect detail_rect(const QStyleOptionViewItem &option, const QString &text)
{
    return option.fontMetrics.boundingRect(QRect(0, 0, detail_width(option), 2000), Qt::TextWordWrap, text);
}

void paint_line(QPainter &painter, const QRect &rect, const QModelIndex &index, const QPalette &palette)
{
    const int x = rect.left() + 24;
    const int icon_middle = rect.top() + padding + icon_size / 2;
    painter.setPen(QPen(hairline(palette), 2));
    if (index.row() > 0)
        painter.drawLine(x, rect.top(), x, icon_middle - icon_size / 2 - 3);
    if (index.row() + 1 < index.model()->rowCount())
        painter.drawLine(x, icon_middle + icon_size / 2 + 3, x, rect.bottom() + 1);
}

} // namespace

void StepDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QRect rect = option.rect;
    const auto tone = static_cast<Tone>(index.data(tone_role).toInt());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paint_line(*painter, rect, index, option.palette);
    const QRectF icon(rect.left() + 24 - icon_size / 2.0, rect.top() + padding, icon_size, icon_size);
    paint_line_icon(*painter, icon, index.data(icon_name_role).toString(), tone_colours(tone, option.palette).text);

    const QRect words = rect.adjusted(indent, padding, -16, 0);
    painter->setFont(styled(option.font, TextStyle::strong));
    painter->setPen(option.palette.color(QPalette::WindowText));
    painter->drawText(QRect(words.left(), words.top(), words.width(), icon_size), Qt::AlignLeft | Qt::AlignVCenter,
        index.siblingAtColumn(StepModel::title_column).data().toString());
    painter->setFont(styled(option.font, TextStyle::caption));
    painter->setPen(muted_text(option.palette));
    painter->drawText(QRect(words.left(), words.top(), words.width(), icon_size), Qt::AlignRight | Qt::AlignVCenter,
        index.siblingAtColumn(StepModel::time_column).data().toString());
    painter->setFont(option.font);
    const QString detail = index.data(detail_role).toString();
    const QRect room(words.left(), words.top() + icon_size + 3, words.width(), rect.height());
    painter->setPen(tone == Tone::bad ? tone_colours(tone, option.palette).text : muted_text(option.palette));
    painter->drawText(room, Qt::TextWordWrap, detail);
    if (const int percent = index.data(percent_role).toInt(); percent >= 0) {
        const QRectF groove(words.left(), rect.bottom() - padding - 3, words.width(), 6);
        painter->setPen(Qt::NoPen);
        painter->setBrush(hairline(option.palette));
        painter->drawRoundedRect(groove, 3, 3);
        painter->setBrush(accent(option.palette));
        painter->drawRoundedRect(QRectF(groove.topLeft(), QSizeF(std::max(6.0, groove.width() * percent / 100), 6)), 3, 3);
    }
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setPen(QPen(accent_ink(option.palette), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(rect).adjusted(5, 2, -5, -2), 5, 5);
    }
    painter->restore();
}

QSize StepDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QString detail = index.data(detail_role).toString();
    int height = 2 * padding + icon_size;
    if (!detail.isEmpty())
        height += 3 + detail_rect(option, detail).height();
    if (index.data(percent_role).toInt() >= 0)
        height += 14;
    return { 100, height };
}

} // namespace espseal::studio
