// SPDX-License-Identifier: Apache-2.0
// The one shape of the studio's tables: rows are plain values, columns say what of them is shown.
#pragma once

#include <QAbstractTableModel>
#include <QList>

#include <algorithm>
#include <functional>

namespace espseal::studio {

// Roles that every model of the studio answers beside Qt's own.
enum ModelRole {
    sort_role = Qt::UserRole, // raw value
    tone_role, // int(Tone), for delegates
    icon_name_role, // QString, of line_icon()
    key_role, // the row's stable key
    detail_role, // second line of a two-line cell
    fixed_role, // true: shown in the fixed-width font
    percent_role, // progress, -1 for none
};

// Row types give `auto key(const Row &)` through `Key`, a callable; keys are unique. Replacing rows keeps what stayed, so selections survive.
template <class Row, class Key> class RowsModel : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] const QList<Row> &rows() const { return rows_; }
    [[nodiscard]] const Row *at(const QModelIndex &index) const { return index.isValid() && index.row() < rows_.size() ? &rows_.at(index.row()) : nullptr; }
    template <class Value> [[nodiscard]] int row_of(const Value &key) const
    {
        const auto found = std::ranges::find_if(rows_, [&](const Row &row) { return Key()(row) == key; });
        return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
    }

    void set_rows(QList<Row> rows)
    {
        remove_missing(rows);
        if (!survivors_in_order(rows)) {
            beginResetModel();
            rows_ = std::move(rows);
            endResetModel();
            return;
        }
        for (qsizetype i = 0; i < rows.size(); ++i) {
            if (i < rows_.size() && Key()(rows_.at(i)) == Key()(rows.at(i))) {
                rows_[i] = rows.at(i);
                continue;
            }
            beginInsertRows({}, static_cast<int>(i), static_cast<int>(i));
            rows_.insert(i, rows.at(i));
            endInsertRows();
        }
        if (!rows_.isEmpty())
            Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(rows_.size()) - 1, columnCount() - 1));
    }
    void append(const QList<Row> &rows)
    {
        if (rows.isEmpty())
            return;
        const int first = static_cast<int>(rows_.size());
        beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
        rows_.append(rows);
        endInsertRows();
    }
    // Drops the oldest rows above `limit`.
    void trim(qsizetype limit)
    {
        const qsizetype surplus = rows_.size() - limit;
        if (surplus <= 0)
            return;
        beginRemoveRows({}, 0, static_cast<int>(surplus) - 1);
        rows_.remove(0, surplus);
        endRemoveRows();
    }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(rows_.size()); }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override
    {
        const Row *row = at(index);
        return row && index.column() < columnCount() ? value(*row, index.column(), role) : QVariant();
    }
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override
    {
        if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= columnCount())
            return {};
        return title(section);
    }

protected:
    [[nodiscard]] virtual QVariant value(const Row &row, int column, int role) const = 0;
    [[nodiscard]] virtual QString title(int column) const = 0;

private:
    void remove_missing(const QList<Row> &rows)
    {
        for (qsizetype i = rows_.size() - 1; i >= 0; --i) {
            const auto key = Key()(rows_.at(i));
            if (std::ranges::any_of(rows, [&](const Row &row) { return Key()(row) == key; }))
                continue;
            beginRemoveRows({}, static_cast<int>(i), static_cast<int>(i));
            rows_.removeAt(i);
            endRemoveRows();
        }
    }
    [[nodiscard]] bool survivors_in_order(const QList<Row> &rows) const
    {
        qsizetype at = 0;
        for (const Row &row : rows)
            if (at < rows_.size() && Key()(rows_.at(at)) == Key()(row))
                ++at;
        return at == rows_.size();
    }

    QList<Row> rows_;
};

} // namespace espseal::studio
