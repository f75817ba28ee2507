// SPDX-License-Identifier: Apache-2.0
#include "app/studio/shell/drawer.h"

#include "app/studio/control/fix_runner.h"
#include "app/studio/studio.h"
#include "app/studio/theme/icons.h"
#include "app/studio/widgets/finding_card.h"
#include "app/studio/widgets/table.h"
#include "app/studio/widgets/text_styles.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int open_height = 176;

Page page_of(ProblemSource source)
{
    switch (source) {
    case ProblemSource::devices:
        return Page::devices;
    case ProblemSource::certificates:
        return Page::certificates;
    case ProblemSource::map:
        return Page::map;
    case ProblemSource::provision:
        return Page::provision;
    case ProblemSource::monitor:
        return Page::monitor;
    }
    return Page::map;
}

} // namespace

Drawer::Drawer(Studio &studio, FixRunner &fixes, QWidget *parent)
    : QWidget(parent)
    , studio_(studio)
    , fixes_(fixes)
    , jobs_(studio.jobs)
    , tabs_(new QTabBar)
    , line_(new ElidedLabel)
    , toggle_(new QToolButton)
    , pages_(new QStackedWidget)
    , problems_(make_table(studio.problems, tr("Problems"), ProblemList::message_column))
    , log_(make_table(studio.log, tr("Log"), LogModel::text_column))
    , problem_(new FindingCard)
{
    setAccessibleName(tr("Drawer"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 1, 0, 0);
    column->setSpacing(0);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(8, 0, 8, 0);
    bar->setSpacing(10);
    for (const QString &title : { tr("Activity"), tr("Problems"), tr("Log") })
        tabs_->addTab(title);
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    tabs_->setAccessibleName(tr("Activity, problems and log"));
    apply_style(*line_, TextStyle::caption);
    toggle_->setAutoRaise(true);
    toggle_->setAccessibleName(tr("Open or close the drawer"));
    bar->addWidget(tabs_);
    bar->addWidget(line_, 1);
    bar->addWidget(toggle_);
    column->addLayout(bar);

    QTreeView *activity = make_table(jobs_, tr("Activity"), JobModel::detail_column);
    pages_->addWidget(activity);
    pages_->addWidget(make_problems());
    pages_->addWidget(log_);
    pages_->setFixedHeight(open_height);
    column->addWidget(pages_);
    for (QTreeView *table : { activity, problems_, log_ })
        table->header()->hide();

    connect(toggle_, &QToolButton::clicked, this, [this] { set_open(!open_); });
    connect(tabs_, &QTabBar::tabBarClicked, this, [this](int tab) { set_open(!open_ || tab != tabs_->currentIndex()); });
    connect(tabs_, &QTabBar::currentChanged, pages_, &QStackedWidget::setCurrentIndex);
    for (const auto signal : { &JobRunner::started, &JobRunner::progressed, &JobRunner::finished })
        connect(&studio.jobs, signal, this, &Drawer::refresh_line);
    connect(&studio.problems, &ProblemList::changed, this, &Drawer::refresh_line);
    connect(&studio.log, &QAbstractItemModel::rowsInserted, log_, &QTreeView::scrollToBottom);
    connect(problems_->selectionModel(), &QItemSelectionModel::currentChanged, this, &Drawer::problem_chosen);
    connect(problem_, &FindingCard::fix_requested, &fixes, &FixRunner::run);
    set_open(false);
    refresh_line();
}

QWidget *Drawer::make_problems()
{
    auto *page = new QWidget;
    auto *row = new QHBoxLayout(page);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(problems_, 3);
    auto *side = new QScrollArea;
    side->setFrameShape(QFrame::NoFrame);
    side->setWidgetResizable(true);
    side->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    side->setFocusPolicy(Qt::NoFocus);
    auto *holder = new QWidget;
    auto *column = new QVBoxLayout(holder);
    column->setContentsMargins(10, 4, 10, 8);
    column->addWidget(problem_);
    column->addStretch(1);
    side->setWidget(holder);
    row->addWidget(side, 2);
    problem_->hide();
    return page;
}

void Drawer::set_open(bool open)
{
    pages_->setVisible(open);
    toggle_->setIcon(line_icon(open ? u"chevron-down"_s : u"chevron-up"_s));
    toggle_->setToolTip(open ? tr("Close the drawer (F9)") : tr("Open the drawer (F9)"));
    if (std::exchange(open_, open) != open)
        Q_EMIT open_changed(open);
}

void Drawer::show_hint(const QString &hint)
{
    hint_ = hint;
    refresh_line();
}

void Drawer::refresh_line()
{
    const int wrong = studio_.problems.count(Severity::error) + studio_.problems.count(Severity::warning);
    tabs_->setTabText(problems_tab, wrong > 0 ? tr("Problems (%1)").arg(wrong) : tr("Problems"));
    const JobRecord *job = studio_.jobs.front();
    if (!hint_.isEmpty())
        line_->setText(hint_);
    else if (job)
        line_->setText(job->what.isEmpty() ? job->title : tr("%1: %2", "job title: what it does").arg(job->title, progress_text(*job)));
    else if (wrong > 0)
        line_->setText(studio_.problems.rows().constFirst().finding.message);
    else
        line_->setText(tr("Nothing runs, nothing is wrong."));
}

void Drawer::step_problem(int direction)
{
    const int count = studio_.problems.rowCount();
    if (count == 0)
        return;
    tabs_->setCurrentIndex(problems_tab);
    set_open(true);
    const int now = problems_->currentIndex().isValid() ? problems_->currentIndex().row() : (direction > 0 ? -1 : 0);
    problems_->setCurrentIndex(studio_.problems.index((now + direction + count) % count, 0));
    problems_->setFocus(Qt::ShortcutFocusReason);
}

void Drawer::problem_chosen()
{
    const ProblemRow *row = studio_.problems.at(problems_->currentIndex());
    problem_->setVisible(row);
    if (!row)
        return;
    problem_->show_finding(row->finding);
    studio_.selection.go(page_of(row->source));
    if (constexpr auto prefix = "certificate:"_L1; row->finding.place.startsWith(prefix))
        if (const StoredCredential *credential = studio_.workspace.with_id(row->finding.place.mid(prefix.size())))
            studio_.selection.select({ .kind = Subject::Kind::certificate, .key = credential->name });
    if (!row->finding.regions.isEmpty())
        studio_.selection.select({ .kind = Subject::Kind::region, .key = row->finding.regions.constFirst() });
}

void Drawer::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    painter.fillRect(QRect(0, 0, width(), 1), hairline(palette()));
}

} // namespace espseal::studio
