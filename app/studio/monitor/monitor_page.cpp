// SPDX-License-Identifier: Apache-2.0
#include "app/studio/monitor/monitor_page.h"

#include "app/studio/control/plan_control.h"
#include "app/studio/control/session_fixes.h"
#include "app/studio/monitor/ladder_view.h"
#include "app/studio/monitor/session_delegate.h"
#include "app/studio/monitor/verdict_card.h"
#include "app/studio/studio.h"
#include "app/studio/widgets/action_button.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/empty_state.h"
#include "app/studio/widgets/table.h"

#include <QListView>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace espseal::studio {

MonitorPage::MonitorPage(Studio &studio, PlanControl &plans, QWidget *parent)
    : PageFrame(tr("Monitor"), parent)
    , studio_(studio)
    , plans_(plans)
    , sessions_(studio.sessions)
    , console_(studio.sessions)
    , ladder_selection_(&ladder_)
    , listener_chip_(new StatusChip)
    , watch_chip_(new StatusChip)
    , list_(new QListView)
    , verdict_(new VerdictCard)
    , view_(new LadderView(ladder_, ladder_selection_))
    , messages_(make_table(ladder_, tr("Messages"), LadderModel::detail_column))
    , lines_(make_table(console_, tr("Console"), ConsoleModel::text_column))
    , pages_(new QStackedWidget)
    , stack_(new QStackedWidget)
{
    add_tool(listener_chip_);
    add_tool(watch_chip_);
    auto *watch = new ActionButton(studio.actions.action(action::run_watch));
    add_tool(watch);
    auto *clear = new ActionButton(studio.actions.action(action::monitor_clear));
    clear->set_text_override(tr("Clear"));
    add_tool(clear);

    auto *empty = new EmptyState(u"monitor"_s, tr("No handshake seen yet"),
        tr("Provision a board, or let it be watched: each TLS handshake of it shows up here message by message, with the reason if it fails."));
    empty->add_action(studio.actions.action(action::run_watch), true);
    auto *columns = new QWidget;
    auto *row = new QHBoxLayout(columns);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(make_list());
    row->addWidget(make_right(), 1);
    stack_->addWidget(empty);
    stack_->addWidget(columns);
    content()->addWidget(stack_, 1);

    connect(&studio.sessions, &SessionLog::changed, this, &MonitorPage::sessions_changed);
    connect(&studio.listener, &Listener::started, this, &MonitorPage::follow_state);
    connect(&studio.listener, &Listener::stopped, this, &MonitorPage::follow_state);
    connect(&studio.watch, &BoardWatch::started, this, &MonitorPage::follow_state);
    connect(&studio.watch, &BoardWatch::ended, this, &MonitorPage::follow_state);
    connect(verdict_, &VerdictCard::fix_requested, &plans, &PlanControl::fix);
    follow_state();
    sessions_changed({});
}

QWidget *MonitorPage::make_list()
{
    list_->setModel(&sessions_);
    list_->setItemDelegate(new SessionDelegate(list_));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setUniformItemSizes(true);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setAccessibleName(tr("Sessions"));
    list_->setMouseTracking(true);
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        const SessionRow *row = sessions_.at(index);
        if (!row)
            return;
        follow_newest_ = index.row() == 0;
        show_session(row->id);
    });
    auto *card = new Card;
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(1, 1, 1, 1);
    column->addWidget(list_);
    card->setFixedWidth(232);
    return card;
}

QWidget *MonitorPage::make_right()
{
    auto *right = new QWidget;
    auto *column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(verdict_);
    auto *card = new Card;
    auto *inner = new QVBoxLayout(card);
    inner->setContentsMargins(1, 1, 1, 1);
    inner->setSpacing(0);
    auto *tabs = new QTabBar;
    tabs->setDrawBase(false);
    tabs->setExpanding(false);
    tabs->setAccessibleName(tr("Views of the session"));
    tabs->addTab(tr("Handshake"));
    tabs->addTab(tr("Messages"));
    tabs->addTab(tr("Console"));
    inner->addWidget(tabs);
    messages_->setSelectionModel(&ladder_selection_);
    pages_->addWidget(view_);
    pages_->addWidget(messages_);
    pages_->addWidget(lines_);
    inner->addWidget(pages_, 1);
    column->addWidget(card, 1);
    connect(tabs, &QTabBar::currentChanged, pages_, &QStackedWidget::setCurrentIndex);
    connect(&ladder_selection_, &QItemSelectionModel::currentChanged, this, &MonitorPage::step_chosen);
    connect(&console_, &QAbstractItemModel::rowsInserted, lines_, [this] {
        if (const QScrollBar *bar = lines_->verticalScrollBar(); bar->value() >= bar->maximum())
            lines_->scrollToBottom();
    });
    return right;
}

QWidget *MonitorPage::first_focus()
{
    return stack_->currentIndex() == 1 ? view_ : nullptr;
}

void MonitorPage::follow_state()
{
    const Listener &listener = studio_.listener;
    if (!listener.is_on())
        listener_chip_->set_status(Tone::neutral, u"port"_s, tr("Listener off"));
    else if (listener.settings().role == wire::TlsRole::server)
        listener_chip_->set_status(Tone::good, u"port"_s, tr("Listening on %1").arg(listener.port()));
    else
        listener_chip_->set_status(Tone::good, u"port"_s, tr("Connected to %1").arg(listener.settings().port));
    if (studio_.watch.is_on())
        watch_chip_->set_status(Tone::good, u"verify"_s, tr("Watching"));
    else
        watch_chip_->set_status(Tone::neutral, u"verify"_s, tr("Not watching"));
}

void MonitorPage::sessions_changed(const QList<quint64> &ids)
{
    const bool board_complains = !session_findings(studio_, 0).isEmpty();
    stack_->setCurrentIndex(sessions_.rowCount() > 0 || board_complains || !studio_.sessions.console().isEmpty() ? 1 : 0);
    if (sessions_.rowCount() == 0) {
        shown_ = 0;
        ladder_.show(nullptr);
        verdict_->show_board(session_findings(studio_, 0));
        return;
    }
    const quint64 newest = sessions_.rows().constFirst().id;
    if (shown_ == 0 || !studio_.sessions.find(shown_) || (follow_newest_ && newest != shown_)) {
        follow_newest_ = true;
        list_->setCurrentIndex(sessions_.index(0, 0));
    } else if (ids.contains(shown_)) {
        refresh_session();
    }
}

void MonitorPage::show_session(quint64 id)
{
    shown_ = id;
    refresh_session();
    if (studio_.selection.page() == Page::monitor)
        studio_.selection.select({ .kind = Subject::Kind::session, .session = id });
}

void MonitorPage::refresh_session()
{
    const monitor::Session *session = studio_.sessions.find(shown_);
    if (!session)
        return;
    const DeviceEntry *device = studio_.devices.current();
    view_->set_live(!session->finished());
    view_->set_names(device ? device->name() : tr("Board"),
        session->peer_facts           ? tr("This computer")
            : session->peer.isEmpty() ? tr("Its peer")
                                      : session->peer);
    ladder_.show(session);
    verdict_->show_session(*session, session->finished() ? session_findings(studio_, shown_) : QList<Finding>());
}

void MonitorPage::step_chosen()
{
    const QModelIndex index = ladder_selection_.currentIndex();
    if (index.isValid())
        studio_.selection.select({ .kind = Subject::Kind::message, .session = shown_, .row = index.row() });
}

} // namespace espseal::studio
