// SPDX-License-Identifier: Apache-2.0
#include "app/studio/shell/main_window.h"
#include "app/studio/examine/examine_window.h"

#include "app/studio/actions/menus.h"
#include "app/studio/certificates/certificate_fixes.h"
#include "app/studio/certificates/certificate_list.h"
#include "app/studio/certificates/certificates_page.h"
#include "app/studio/devices/devices_page.h"
#include "app/studio/inspector/inspector.h"
#include "app/studio/keys/password_sheet.h"
#include "app/studio/map/map_page.h"
#include "app/studio/monitor/monitor_page.h"
#include "app/studio/provision/provision_page.h"
#include "app/studio/shell/command_palette.h"
#include "app/studio/shell/drawer.h"
#include "app/studio/shell/header_bar.h"
#include "app/studio/shell/rail.h"
#include "app/studio/shell/start_page.h"
#include "app/studio/studio.h"
#include "app/studio/theme/icons.h"
#include "app/studio/widgets/action_button.h"
#include "app/studio/widgets/banner.h"

#include <QApplication>
#include <QCloseEvent>
#include <QLineEdit>
#include <QMenuBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusTipEvent>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int names_from = 1180; // narrower windows show the rail as icons
constexpr int inspector_width = 300;

} // namespace

MainWindow::MainWindow(Studio &studio, QWidget *parent)
    : QMainWindow(parent)
    , studio_(studio)
    , regions_(studio.document)
    , boards_(studio)
    , virtual_(studio)
    , certificate_control_(studio)
    , certificate_enabling_(studio)
    , keys_(studio)
    , plans_(studio, this)
    , compare_(studio)
    , fixes_(studio, plans_)
{
    setWindowIcon(line_icon(u"authority"_s, QColor(0xFF1565B8)));
    setMinimumSize(860, 520);
    resize(1280, 800);
    regions_.follow(studio.reading);
    make_pages();
    lay_out();
    build_menus(*menuBar(), studio.actions);
    connect_view_actions();
    connect_schemes();
    connect_notices();
    connect(&studio.selection, &Selection::page_changed, this, &MainWindow::show_page);
    connect(&studio.problems, &ProblemList::changed, this, &MainWindow::follow_counts);
    connect(&studio.devices, &DeviceList::changed, this, &MainWindow::follow_counts);
    connect(&studio.document, &PlanDocument::state_changed, this, &MainWindow::follow_title);
    connect(&studio.document, &PlanDocument::changed, this, &MainWindow::follow_title);
    if (const QByteArray geometry = studio.settings.window_geometry(); !geometry.isEmpty())
        restoreGeometry(geometry);
    plans_.new_plan();
    follow_counts();
    follow_title();
    follow_width();
}

MainWindow::~MainWindow()
{
    delete takeCentralWidget(); // the pages use our models
}

void MainWindow::make_pages()
{
    start_ = new StartPage(studio_, plans_);
    certificates_ = new CertificatesPage(studio_, certificate_control_);
    new CertificateFixes(studio_, certificate_control_, *certificates_, fixes_, certificates_);
    connect(start_, &StartPage::certificates_wanted, certificates_, [this](CertificateMark mark) {
        certificates_->show_list();
        certificates_->list().show_only(mark);
        studio_.selection.go(Page::certificates);
    });
    map_ = new MapPage(studio_, regions_, plans_);
    auto *provision = new ProvisionPage(studio_, regions_);
    connect(provision, &ProvisionPage::overwriting_wanted, this, [this] { boards_.provision_over_device_key(); });
    connect(provision, &ProvisionPage::keep_key_wanted, this, [this] {
        plans_.leave_to_device();
        boards_.provision();
    });
    pages_ = { { Page::start, start_ }, { Page::devices, new DevicesPage(studio_) }, { Page::certificates, certificates_ }, { Page::map, map_ },
        { Page::provision, provision }, { Page::monitor, new MonitorPage(studio_, plans_) } };
}

void MainWindow::lay_out()
{
    header_ = new HeaderBar(studio_);
    rail_ = new Rail(studio_.actions, studio_.selection);
    banner_ = new Banner;
    stack_ = new QStackedWidget;
    for (const Page page : { Page::start, Page::devices, Page::certificates, Page::map, Page::provision, Page::monitor })
        stack_->addWidget(pages_.value(page));
    stack_->setMinimumWidth(360);
    inspector_ = new Inspector(studio_, regions_, plans_, fixes_);
    inspector_->setMinimumWidth(240);
    drawer_ = new Drawer(studio_, fixes_);

    auto *middle = new QWidget;
    auto *middle_column = new QVBoxLayout(middle);
    middle_column->setContentsMargins(0, 0, 0, 0);
    middle_column->setSpacing(0);
    middle_column->addWidget(banner_);
    middle_column->addWidget(stack_, 1);
    splitter_ = new QSplitter(Qt::Horizontal);
    splitter_->setChildrenCollapsible(false);
    splitter_->addWidget(middle);
    splitter_->addWidget(inspector_);
    splitter_->setStretchFactor(0, 1);
    splitter_->setStretchFactor(1, 0);
    splitter_->setSizes({ 900, inspector_width });

    auto *centre = new QWidget;
    auto *column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header_);
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(rail_);
    row->addWidget(splitter_, 1);
    column->addLayout(row, 1);
    column->addWidget(drawer_);
    setCentralWidget(centre);
    palette_ = new CommandPalette(studio_, centre);
    new PasswordSheet(studio_.passwords, QString(pki::vault_file_name), centre);
}

void MainWindow::connect_view_actions()
{
    ActionRegistry &actions = studio_.actions;
    actions.on(action::file_start, this, [this] { studio_.selection.go(Page::start); });
    actions.on(action::file_examine, this, [this] { choose_and_examine(this); });
    actions.on(action::file_quit, this, [this] { close(); });
    actions.on(action::edit_palette, palette_, [this] { palette_->open(); });
    actions.on(action::edit_find, this, [this] { filter_on_page(); });
    actions.on(action::problem_next, drawer_, [this] { drawer_->step_problem(1); });
    actions.on(action::problem_previous, drawer_, [this] { drawer_->step_problem(-1); });
    actions.on(action::view_next_pane, this, [this] { next_pane(1); });
    actions.on(action::view_previous_pane, this, [this] { next_pane(-1); });
    for (const QLatin1StringView id : { action::view_inspector, action::view_drawer, action::view_rail })
        actions.set_enabled(id, true);
    QAction &inspector = actions.action(action::view_inspector);
    connect(&inspector, &QAction::toggled, this, [this](bool on) {
        inspector_->setVisible(on && studio_.selection.page() != Page::start);
        studio_.settings.set_flag(u"inspector"_s, on);
    });
    inspector.setChecked(studio_.settings.flag(u"inspector"_s, true));
    QAction &drawer = actions.action(action::view_drawer);
    connect(&drawer, &QAction::toggled, drawer_, &Drawer::set_open);
    connect(drawer_, &Drawer::open_changed, &drawer, &QAction::setChecked);
    QAction &rail = actions.action(action::view_rail);
    rail.setChecked(studio_.settings.flag(u"rail-names"_s, true));
    connect(&rail, &QAction::toggled, this, [this](bool on) {
        studio_.settings.set_flag(u"rail-names"_s, on);
        follow_width();
    });
    show_page(studio_.selection.page());
}

void MainWindow::connect_schemes()
{
    const std::pair<Scheme, QLatin1StringView> schemes[]
        = { { Scheme::system, action::view_scheme_system }, { Scheme::light, action::view_scheme_light }, { Scheme::dark, action::view_scheme_dark } };
    for (const auto &[scheme, id] : schemes) {
        studio_.actions.on(id, this, [this, scheme] {
            studio_.settings.set_scheme(scheme);
            apply_theme(*qApp, scheme);
        });
        studio_.actions.action(id).setChecked(scheme == studio_.settings.scheme());
    }
}

void MainWindow::connect_notices()
{
    banner_->set_action_text([this](const QString &id) {
        const QAction *action = studio_.actions.find(id);
        return action ? plain_text(*action) : QString();
    });
    connect(&studio_, &Studio::noticed, banner_, &Banner::post);
    connect(&studio_, &Studio::notice_withdrawn, banner_, &Banner::withdraw);
    connect(banner_, &Banner::action_requested, this, [this](const QString &id) {
        if (QAction *action = studio_.actions.find(id))
            action->trigger();
    });
}

void MainWindow::show_page(Page page)
{
    stack_->setCurrentWidget(pages_.value(page));
    inspector_->setVisible(page != Page::start && studio_.actions.action(action::view_inspector).isChecked());
    if (auto *frame = qobject_cast<PageFrame *>(pages_.value(page)); frame && frame->first_focus())
        frame->first_focus()->setFocus(Qt::OtherFocusReason);
    else if (page == Page::start)
        start_->first_focus()->setFocus(Qt::OtherFocusReason);
}

void MainWindow::filter_on_page()
{
    for (QLineEdit *edit : stack_->currentWidget()->findChildren<QLineEdit *>())
        if (edit->isVisible() && edit->isClearButtonEnabled()) {
            edit->setFocus(Qt::ShortcutFocusReason);
            edit->selectAll();
            return;
        }
    palette_->open();
}

void MainWindow::next_pane(int direction)
{
    const QList<QWidget *> panes { header_, rail_, stack_, inspector_, drawer_ };
    int now = 0;
    for (int i = 0; i < panes.size(); ++i)
        if (panes.at(i)->isAncestorOf(QApplication::focusWidget()))
            now = i;
    for (int step = 1; step <= panes.size(); ++step) {
        QWidget *pane = panes.at((now + direction * step + int(panes.size()) * step) % panes.size());
        if (!pane->isVisible())
            continue;
        for (QWidget *child : pane->findChildren<QWidget *>())
            if (child->isVisible() && child->isEnabled() && (child->focusPolicy() & Qt::TabFocus)) {
                child->setFocus(Qt::TabFocusReason);
                return;
            }
    }
}

void MainWindow::follow_width()
{
    rail_->set_compact(width() < names_from || !studio_.actions.action(action::view_rail).isChecked());
}

void MainWindow::follow_counts()
{
    const auto count = [this](Page page, ProblemSource source, const QString &hint) {
        const int problems = studio_.problems.count(source);
        rail_->set_count(page, problems, studio_.problems.count(Severity::error) > 0 ? Tone::bad : Tone::caution, problems > 0 ? hint : QString());
    };
    count(Page::certificates, ProblemSource::certificates, tr("The plan writes certificates with problems"));
    count(Page::map, ProblemSource::map, tr("The plan has problems"));
    count(Page::provision, ProblemSource::provision, tr("The last run failed"));
    count(Page::monitor, ProblemSource::monitor, tr("The last handshake failed"));
    const int boards = static_cast<int>(studio_.devices.devices().size());
    rail_->set_count(Page::devices, boards, Tone::neutral, tr("%n board(s)", nullptr, boards));
}

void MainWindow::follow_title()
{
    const QString name = studio_.document.plan().name;
    setWindowTitle(tr("%1[*] - espseal", "plan name").arg(name.isEmpty() ? tr("Plan without a name") : name));
    setWindowModified(studio_.document.is_modified());
}

bool MainWindow::event(QEvent *event)
{
    if (event->type() == QEvent::StatusTip && drawer_) {
        drawer_->show_hint(static_cast<const QStatusTipEvent &>(*event).tip());
        return true;
    }
    return QMainWindow::event(event);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    studio_.settings.set_window_geometry(saveGeometry());
    event->accept();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    follow_width();
}

} // namespace espseal::studio
