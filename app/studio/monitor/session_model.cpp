// SPDX-License-Identifier: Apache-2.0
#include "app/studio/monitor/session_model.h"

#include "app/studio/monitor/session_text.h"

#include <ranges>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

SessionRow made_row(const monitor::Session &session, const SessionLog &log)
{
    SessionRow row { .id = session.id, .time = session_time(session), .word = session_word(session), .icon = session_icon(session) };
    row.tone = static_cast<int>(session_tone(session));
    row.who = session.role == wire::TlsRole::client ? SessionModel::tr("client to %1").arg(session.peer) : SessionModel::tr("server for %1").arg(session.peer);
    row.handshake_us = handshake_time(session);
    row.settled = session.finished() && !session.end_is_peers;
    const QList<Finding> findings = session.finished() ? log.findings(session.id) : QList<Finding>();
    if (session.handshake_done)
        row.why = suite_text(session);
    else if (!findings.isEmpty())
        row.why = findings.constFirst().message;
    else
        row.why = verdict_text(session);
    return row;
}

QString text_of(const SessionRow &row, int column)
{
    switch (column) {
    case SessionModel::time_column:
        return row.time;
    case SessionModel::result_column:
        return row.word;
    case SessionModel::duration_column:
        return row.handshake_us > 0 ? microseconds_text(row.handshake_us) : QString();
    case SessionModel::why_column:
        return row.why;
    default:
        return {};
    }
}

} // namespace

SessionModel::SessionModel(SessionLog &log, QObject *parent)
    : RowsModel(parent)
    , log_(log)
{
    connect(&log, &SessionLog::changed, this, &SessionModel::refresh);
    refresh();
}

void SessionModel::refresh()
{
    QList<SessionRow> rows;
    for (const monitor::Session &session : std::views::reverse(log_.sessions())) {
        // A settled session does not change any more: keep its row rather than diagnose it again.
        const int known = row_of_settled(session);
        rows.append(known >= 0 ? this->rows().at(known) : made_row(session, log_));
    }
    set_rows(std::move(rows));
}

int SessionModel::row_of_settled(const monitor::Session &session) const
{
    if (!session.finished())
        return -1;
    const int known = RowsModel::row_of(session.id);
    return known >= 0 && rows().at(known).settled ? known : -1;
}

QVariant SessionModel::value(const SessionRow &row, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return text_of(row, column);
    case Qt::ToolTipRole:
        return u"%1\n%2"_s.arg(row.who, row.why);
    case Qt::AccessibleTextRole:
        return u"%1, %2, %3, %4"_s.arg(row.time, row.who, row.word, row.why);
    case sort_role:
        return column == duration_column ? QVariant::fromValue<qint64>(row.handshake_us) : QVariant(text_of(row, column));
    case detail_role:
        return row.why;
    case key_role:
        return row.id;
    case tone_role:
        return row.tone;
    case icon_name_role:
        return row.icon;
    default:
        return {};
    }
}

QString SessionModel::title(int column) const
{
    switch (column) {
    case time_column:
        return tr("Time");
    case result_column:
        return tr("Result");
    case duration_column:
        return tr("Handshake");
    case why_column:
        return tr("Why");
    default:
        return {};
    }
}

} // namespace espseal::studio
