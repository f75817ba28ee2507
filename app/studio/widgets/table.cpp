// SPDX-License-Identifier: Apache-2.0
#include "app/studio/widgets/table.h"

#include "app/studio/models/rows_model.h"
#include "app/studio/theme/icons.h"
#include "app/studio/theme/tones.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/text_styles.h"

#include <QApplication>
#include <QHeaderView>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace espseal::studio {

namespace {

constexpr int padding = 8;
constexpr int icon_size = 16;
constexpr int row_height = 30;

QFont cell_font(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    return index.data(fixed_role).toBool() ? fixed_font(option.font) : option.font;
}

void paint_progress(QPainter &painter, const QRect &room, int percent, const QPalette &palette)
{
    const QRectF groove(room.left(), room.center().y() - 3, room.width(), 6);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(hairline(palette));
    painter.drawRoundedRect(groove, 3, 3);
    painter.setBrush(accent(palette));
    painter.drawRoundedRect(QRectF(groove.topLeft(), QSizeF(std::max(6.0, groove.width() * percent / 100), 6)), 3, 3);
}

} // namespace

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QStyle *style = item.widget ? item.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &item, painter, item.widget);

    painter->save();
    QRect room = item.rect.adjusted(padding, 0, -padding, 0);
    const QVariant tone = index.data(tone_role);
    const QString icon = index.data(icon_name_role).toString();
    if (tone.isValid()) {
        paint_chip(*painter, room, static_cast<Tone>(tone.toInt()), icon, item.text, item.palette, styled(item.font, TextStyle::caption));
        painter->restore();
        return;
    }
    if (!icon.isEmpty()) {
        paint_line_icon(*painter, QRectF(room.left(), room.center().y() - icon_size / 2.0 + 0.5, icon_size, icon_size), icon, muted_text(item.palette));
        room.setLeft(room.left() + icon_size + 8);
    }
    if (const int percent = index.data(percent_role).isValid() ? index.data(percent_role).toInt() : -1; percent >= 0 && index.column() == 2) {
        paint_progress(*painter, QRect(room.left(), room.top(), 110, room.height()), percent, item.palette);
        room.setLeft(room.left() + 122);
    }
    painter->setFont(cell_font(item, index));
    painter->setPen(item.state.testFlag(QStyle::State_Enabled) ? item.palette.color(QPalette::Text) : item.palette.color(QPalette::Disabled, QPalette::Text));
    const QString text = painter->fontMetrics().elidedText(item.text, item.textElideMode, room.width());
    painter->drawText(room, static_cast<int>(item.displayAlignment | Qt::AlignVCenter), text);
    painter->restore();
    if (item.state.testFlag(QStyle::State_HasFocus) && item.state.testFlag(QStyle::State_KeyboardFocusChange)) {
        painter->save();
        painter->setPen(QPen(accent_ink(item.palette), 2));
        painter->drawLine(item.rect.left(), item.rect.bottom(), item.rect.right(), item.rect.bottom());
        painter->restore();
    }
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QString text = index.data(Qt::DisplayRole).toString();
    int width = QFontMetrics(cell_font(option, index)).horizontalAdvance(text) + 2 * padding + 2;
    if (index.data(tone_role).isValid())
        width = chip_width(text, styled(option.font, TextStyle::caption)) + 2 * padding;
    else if (!index.data(icon_name_role).toString().isEmpty())
        width += icon_size + 8;
    return { width, std::max(row_height, option.fontMetrics.height() + 12) };
}

QTreeView *make_table(QAbstractItemModel &model, const QString &accessible_name, int stretch, QWidget *parent)
{
    auto *table = new QTreeView(parent);
    table->setModel(&model);
    table->setItemDelegate(new CellDelegate(table));
    table->setAccessibleName(accessible_name);
    table->setRootIsDecorated(false);
    table->setUniformRowHeights(true);
    table->setAllColumnsShowFocus(true);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setEditTriggers(QAbstractItemView::EditKeyPressed);
    table->setFrameShape(QFrame::NoFrame);
    table->setTextElideMode(Qt::ElideRight);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->header()->setStretchLastSection(false);
    table->header()->setSectionsMovable(false);
    table->header()->setHighlightSections(false);
    table->header()->setMinimumSectionSize(40);
    table->header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    fit_columns(*table, stretch);
    return table;
}

void fit_columns(QTreeView &table, int stretch)
{
    QHeaderView *header = table.header();
    for (int column = 0; column < header->count(); ++column)
        header->setSectionResizeMode(column, column == stretch ? QHeaderView::Stretch : QHeaderView::ResizeToContents);
}

} // namespace espseal::studio
