// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/comparison_model.h"

#include "app/studio/theme/tones.h"

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString one_line(const QString &text)
{
    return text.simplified();
}

} // namespace

void ComparisonModel::compare(const pki::Certificate &left, const pki::Certificate &right, bool only_differences)
{
    QList<ComparisonRow> rows;
    differences_ = 0;
    int place = 0;
    for (const pki::FieldPair &pair : pki::compare(left, right)) {
        ++place;
        if (pair.differs())
            ++differences_;
        else if (only_differences)
            continue;
        rows.append({ place, pair });
    }
    set_rows(std::move(rows));
}

void ComparisonModel::set_titles(const QString &left, const QString &right)
{
    left_ = left;
    right_ = right;
    Q_EMIT headerDataChanged(Qt::Horizontal, left_column, right_column);
}

QVariant ComparisonModel::value(const ComparisonRow &row, int column, int role) const
{
    const pki::FieldPair &pair = row.fields;
    const QString field = u"%1: %2"_s.arg(pair.section, pair.field);
    const QString state = pair.differs() ? tr("differs") : tr("same");
    const QString whole = column == state_column ? state : column == field_column ? field : column == left_column ? pair.left : pair.right;
    switch (role) {
    case Qt::DisplayRole:
        return one_line(whole);
    case Qt::ToolTipRole:
        return whole;
    case sort_role:
        return row.place;
    case Qt::AccessibleTextRole:
        return u"%1: %2"_s.arg(title(column), one_line(whole));
    case tone_role:
        return column == state_column ? QVariant(static_cast<int>(pair.differs() ? Tone::caution : Tone::neutral)) : QVariant();
    case icon_name_role:
        return column == state_column ? QVariant(pair.differs() ? u"compare"_s : u"ok"_s) : QVariant();
    case fixed_role:
        return pair.is_hex && column >= left_column;
    default:
        return {};
    }
}

QString ComparisonModel::title(int column) const
{
    switch (column) {
    case state_column:
        return {};
    case field_column:
        return tr("Field");
    case left_column:
        return left_;
    case right_column:
        return right_;
    default:
        return {};
    }
}

} // namespace espseal::studio
