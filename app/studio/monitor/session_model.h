// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/models/rows_model.h"
#include "app/studio/monitor/session_log.h"

namespace espseal::studio {

// What the list shows of a session; a value, so that the list never looks into a live one.
struct SessionRow {
    quint64 id = 0;
    QString time;
    QString who; // the device's side: "client to 127.0.0.1:8883"
    QString word;
    QString icon;
    int tone = 0;
    QString why; // verdict, or what it is waiting for
    std::int64_t handshake_us = 0;
    bool settled = false; // over, and the board itself has said why
};

struct SessionKey {
    quint64 operator()(const SessionRow &row) const { return row.id; }
};

// Newest first.
class SessionModel final : public RowsModel<SessionRow, SessionKey> {
    Q_OBJECT
public:
    enum Column { time_column, result_column, duration_column, why_column, column_count };

    explicit SessionModel(SessionLog &log, QObject *parent = nullptr);
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : column_count; }

protected:
    [[nodiscard]] QVariant value(const SessionRow &row, int column, int role) const override;
    [[nodiscard]] QString title(int column) const override;

private:
    void refresh();
    [[nodiscard]] int row_of_settled(const monitor::Session &session) const; // -1: not there, or still changing
    SessionLog &log_;
};

} // namespace espseal::studio
