// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStyledItemDelegate>
#include <QTreeView>

namespace espseal::studio {

// Paints what the studio's models say beside text: a line icon, a status chip, progress, fixed-width numbers.
class CellDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

// A list of rows: whole rows are selected, Return activates, columns fit their content and the one of `stretch` takes the rest.
[[nodiscard]] QTreeView *make_table(QAbstractItemModel &model, const QString &accessible_name, int stretch, QWidget *parent = nullptr);
void fit_columns(QTreeView &table, int stretch);

} // namespace espseal::studio
