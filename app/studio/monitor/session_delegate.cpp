// SPDX-License-Identifier: Apache-2.0
#include "app/studio/monitor/session_delegate.h"

#include "app/studio/models/rows_model.h"
#include "app/studio/monitor/session_model.h"
#include "app/studio/theme/tones.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/text_styles.h"

#include <QApplication>
#include <QPainter>

namespace espseal::studio {

void SessionDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QStyle *style = item.widget ? item.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &item, painter, item.widget);
    painter->save();
    const QRect room = item.rect.adjusted(12, 8, -12, -8);
    const int line = item.fontMetrics.height();
    const QFont small = styled(item.font, TextStyle::caption);
    const QString word = index.siblingAtColumn(SessionModel::result_column).data().toString();
    paint_chip(*painter, QRect(room.left(), room.top(), room.width(), line + 6), static_cast<Tone>(index.data(tone_role).toInt()),
        index.data(icon_name_role).toString(), word, item.palette, small);
    painter->setFont(small);
    painter->setPen(muted_text(item.palette));
    const QString duration = index.siblingAtColumn(SessionModel::duration_column).data().toString();
    const QString time = index.siblingAtColumn(SessionModel::time_column).data().toString();
    const QString when = duration.isEmpty() ? time : SessionModel::tr("%1, %2", "duration, time of day").arg(duration, time);
    painter->drawText(QRect(room.left(), room.top(), room.width(), line + 6), Qt::AlignRight | Qt::AlignVCenter, when);
    const QRect below(room.left(), room.top() + line + 10, room.width(), line + 2);
    painter->setPen(item.palette.color(QPalette::Text));
    painter->drawText(
        below, Qt::AlignLeft | Qt::AlignVCenter, painter->fontMetrics().elidedText(index.data(detail_role).toString(), Qt::ElideRight, below.width()));
    painter->setPen(hairline(item.palette));
    painter->drawLine(item.rect.left(), item.rect.bottom(), item.rect.right(), item.rect.bottom());
    if (item.state.testFlag(QStyle::State_HasFocus) && item.state.testFlag(QStyle::State_KeyboardFocusChange)) {
        painter->setPen(QPen(accent_ink(item.palette), 2));
        painter->drawRect(item.rect.adjusted(1, 1, -2, -2));
    }
    painter->restore();
}

QSize SessionDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return { 180, 2 * option.fontMetrics.height() + 28 };
}

} // namespace espseal::studio
