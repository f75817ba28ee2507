// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QItemSelectionModel>

#include "app/studio/monitor/console_model.h"
#include "app/studio/monitor/ladder_model.h"
#include "app/studio/monitor/session_model.h"
#include "app/studio/widgets/page_frame.h"

class QListView;
class QStackedWidget;
class QTabBar;
class QTreeView;

namespace espseal::studio {

class LadderView;
class PlanControl;
class StatusChip;
class Studio;
class VerdictCard;

class MonitorPage final : public PageFrame {
    Q_OBJECT
public:
    MonitorPage(Studio &studio, PlanControl &plans, QWidget *parent = nullptr);
    [[nodiscard]] QWidget *first_focus() override;

private:
    [[nodiscard]] QWidget *make_list();
    [[nodiscard]] QWidget *make_right();
    void follow_state();
    void sessions_changed(const QList<quint64> &ids);
    void show_session(quint64 id);
    void refresh_session();
    void step_chosen();

    Studio &studio_;
    PlanControl &plans_;
    SessionModel sessions_;
    LadderModel ladder_;
    ConsoleModel console_;
    QItemSelectionModel ladder_selection_;
    quint64 shown_ = 0;
    bool follow_newest_ = true;

    StatusChip *listener_chip_;
    StatusChip *watch_chip_;
    QListView *list_;
    VerdictCard *verdict_;
    LadderView *view_;
    QTreeView *messages_;
    QTreeView *lines_;
    QStackedWidget *pages_;
    QStackedWidget *stack_;
};

} // namespace espseal::studio
