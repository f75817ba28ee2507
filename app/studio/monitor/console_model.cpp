// SPDX-License-Identifier: Apache-2.0
#include "app/studio/monitor/console_model.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace espseal::studio {

ConsoleModel::ConsoleModel(SessionLog &log, QObject *parent)
    : RowsModel(parent)
    , log_(log)
{
    connect(&log, &SessionLog::console_changed, this, &ConsoleModel::follow);
    follow();
}

// The log only grows at its end and shrinks at its front; a cleared one starts anew.
void ConsoleModel::follow()
{
    const QList<ConsoleRow> &lines = log_.console();
    const quint64 last = rows().isEmpty() ? 0 : rows().constLast().id;
    if (lines.isEmpty()) {
        set_rows({});
        return;
    }
    const auto fresh = std::ranges::upper_bound(lines, last, {}, &ConsoleRow::id);
    append(QList<ConsoleRow>(fresh, lines.end()));
    trim(lines.size());
}

QVariant ConsoleModel::value(const ConsoleRow &row, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole: {
        if (column == text_column)
            return row.text;
        const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(row.host.time_since_epoch()).count();
        return QDateTime::fromMSecsSinceEpoch(ms).toString(u"HH:mm:ss.zzz"_s);
    }
    case fixed_role:
        return true;
    case sort_role:
    case key_role:
        return row.id;
    default:
        return {};
    }
}

QString ConsoleModel::title(int column) const
{
    return column == time_column ? tr("Time") : column == text_column ? tr("Console of the board") : QString();
}

} // namespace espseal::studio
