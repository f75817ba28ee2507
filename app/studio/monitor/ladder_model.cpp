// SPDX-License-Identifier: Apache-2.0
#include "app/studio/monitor/ladder_model.h"

#include "app/studio/monitor/session_text.h"

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString text_of(const LadderRow &row, int column)
{
    switch (column) {
    case LadderModel::time_column:
        return row.at_us ? microseconds_text(*row.at_us) : QString();
    case LadderModel::flow_column:
        if (!row.is_arrow())
            return {};
        return row.flow == monitor::Flow::device_to_peer ? LadderModel::tr("board to peer") : LadderModel::tr("peer to board");
    case LadderModel::name_column:
        return row.name;
    case LadderModel::size_column:
        return row.size;
    case LadderModel::detail_column:
        return row.detail;
    default:
        return {};
    }
}

} // namespace

void LadderModel::show(const monitor::Session *session)
{
    const quint64 next = session ? session->id : 0;
    if (next != session_)
        set_rows({}); // keys are only unique within one session
    session_ = next;
    set_rows(session ? ladder_rows(*session) : QList<LadderRow>());
}

QVariant LadderModel::value(const LadderRow &row, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return text_of(row, column);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return ladder_sentence(row);
    case sort_role:
        return column == time_column && row.at_us ? QVariant::fromValue<qint64>(*row.at_us) : QVariant(text_of(row, column));
    case key_role:
        return row.key;
    case tone_role:
        return static_cast<int>(row.tone);
    default:
        return {};
    }
}

QString LadderModel::title(int column) const
{
    switch (column) {
    case time_column:
        return tr("Time");
    case flow_column:
        return tr("Direction");
    case name_column:
        return tr("Message");
    case size_column:
        return tr("Size");
    case detail_column:
        return tr("Detail");
    default:
        return {};
    }
}

} // namespace espseal::studio
