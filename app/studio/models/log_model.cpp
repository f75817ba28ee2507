// SPDX-License-Identifier: Apache-2.0
#include "app/studio/models/log_model.h"

#include "app/studio/theme/tones.h"

#include <QGuiApplication>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr qsizetype limit = 5000;

QString text_of(const LogRow &row, int column)
{
    switch (column) {
    case LogModel::time_column:
        return row.when.toString(u"HH:mm:ss.zzz"_s);
    case LogModel::category_column:
        return row.category;
    case LogModel::text_column:
        return row.text;
    default:
        return {};
    }
}

} // namespace

void LogModel::add(Severity level, const QString &category, const QString &text)
{
    append({ { ++last_id_, QDateTime::currentDateTime(), level, category, text } });
    trim(limit);
}

QVariant LogModel::value(const LogRow &row, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return text_of(row, column);
    case sort_role:
        return row.id;
    case Qt::AccessibleTextRole:
        return u"%1: %2"_s.arg(title(column), text_of(row, column));
    case fixed_role:
        return column == time_column;
    case key_role:
        return row.id;
    case Qt::ForegroundRole:
        return row.level == Severity::info ? QVariant() : QVariant(tone_colours(tone_of(row.level), QGuiApplication::palette()).text);
    default:
        return {};
    }
}

QString LogModel::title(int column) const
{
    switch (column) {
    case time_column:
        return tr("Time");
    case category_column:
        return tr("From");
    case text_column:
        return tr("Text");
    default:
        return {};
    }
}

} // namespace espseal::studio
