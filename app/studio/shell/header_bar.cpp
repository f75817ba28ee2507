// SPDX-License-Identifier: Apache-2.0
#include "app/studio/shell/header_bar.h"

#include "app/studio/document/flash_text.h"
#include "app/studio/jobs/job_model.h"
#include "app/studio/shell/device_picker.h"
#include "app/studio/studio.h"
#include "app/studio/theme/icons.h"
#include "app/studio/widgets/action_button.h"
#include "app/studio/widgets/text_styles.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int main_width = 270;

} // namespace

HeaderBar::HeaderBar(Studio &studio, QWidget *parent)
    : QWidget(parent)
    , studio_(studio)
    , plan_(new ElidedLabel)
    , plan_detail_(new ElidedLabel)
    , picker_(new DevicePicker(studio.devices, studio.actions))
    , find_(new QPushButton)
    , stop_(new ActionButton(studio.actions.action(action::run_stop)))
    , main_(new QPushButton)
    , line_(make_label({}, TextStyle::caption))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 9, 16, 8);
    row->setSpacing(12);
    auto *plan = new QVBoxLayout;
    plan->setSpacing(1);
    apply_style(*plan_, TextStyle::heading);
    apply_style(*plan_detail_, TextStyle::caption);
    plan->addStretch(1);
    plan->addWidget(plan_);
    plan->addWidget(plan_detail_);
    plan->addStretch(1);
    row->addLayout(plan, 3);
    row->addWidget(picker_, 4);
    row->addStretch(1);
    find_->setIcon(line_icon(u"search"_s));
    find_->setText(tr("Find or run"));
    find_->setToolTip(tooltip_of(studio.actions.action(action::edit_palette)));
    connect(find_, &QPushButton::clicked, &studio.actions.action(action::edit_palette), &QAction::trigger);
    row->addWidget(find_, 0, Qt::AlignVCenter);
    stop_->set_text_override(tr("Stop"));
    row->addWidget(stop_, 0, Qt::AlignTop);
    auto *act = new QVBoxLayout;
    act->setSpacing(2);
    main_->setObjectName(u"main-button"_s);
    main_->setProperty("primary", true);
    main_->setMinimumHeight(32);
    main_->setFixedWidth(main_width);
    line_->setFixedWidth(main_width);
    line_->setWordWrap(false);
    line_->setTextFormat(Qt::RichText);
    line_->setAlignment(Qt::AlignCenter);
    act->addWidget(main_);
    act->addWidget(line_);
    row->addLayout(act);

    connect(main_, &QPushButton::clicked, &studio.actions.action(action::run_main), &QAction::trigger);
    connect(line_, &QLabel::linkActivated, this, [this](const QString &id) {
        if (QAction *action = studio_.actions.find(id))
            action->trigger();
    });
    studio.actions.on(action::run_main, this, [this] {
        if (QAction *action = act_.enabled ? studio_.actions.find(act_.action) : nullptr)
            action->trigger();
    });
    studio.actions.on(action::device_choose, this, [this] { picker_->open_menu(); });
    connect(&studio.devices, &DeviceList::changed, this, &HeaderBar::follow);
    connect(&studio.devices, &DeviceList::current_changed, this, &HeaderBar::follow);
    connect(&studio.document, &PlanDocument::changed, this, &HeaderBar::follow);
    connect(&studio.document, &PlanDocument::state_changed, this, &HeaderBar::follow_plan);
    connect(&studio.workspace, &Workspace::changed, this, &HeaderBar::follow);
    connect(&studio.run, &ProvisionRun::changed, this, &HeaderBar::follow);
    connect(&studio.watch, &BoardWatch::started, this, &HeaderBar::follow);
    connect(&studio.watch, &BoardWatch::ended, this, &HeaderBar::follow);
    connect(&studio.jobs, &JobRunner::started, this, &HeaderBar::follow);
    connect(&studio.jobs, &JobRunner::progressed, this, &HeaderBar::follow);
    connect(&studio.jobs, &JobRunner::finished, this, &HeaderBar::follow);
    follow();
}

MainSituation HeaderBar::situation() const
{
    MainSituation now;
    now.device = studio_.devices.current();
    now.board_starting = studio_.board.is_starting();
    now.missing = missing_credentials(studio_.document.plan(), studio_.workspace);
    now.findings = studio_.document.findings();
    now.regions = studio_.document.written_regions().size();
    now.erase = studio_.document.erase_preview();
    now.run = studio_.run.state();
    now.run_kind = studio_.run.kind();
    if (const JobRecord *job = studio_.jobs.find(studio_.run.job()); job && studio_.run.is_running())
        now.run_step = progress_text(*job);
    if (now.device) {
        now.same_as_plan
            = !now.device->provisioned_digest.isEmpty() && now.device->provisioned_digest == plan_digest(studio_.document.plan(), studio_.workspace);
        now.watching = studio_.watch.is_on() && studio_.watch.port() == now.device->port;
    }
    return now;
}

void HeaderBar::follow()
{
    act_ = main_act(situation());
    const QFontMetrics metrics(main_->font());
    main_->setText(metrics.elidedText(act_.text, Qt::ElideRight, main_width - 70));
    main_->setIcon(act_.enabled ? line_icon(act_.icon, accent_text(palette())) : line_icon(act_.icon));
    main_->setEnabled(act_.enabled);
    main_->setToolTip(act_.line.isEmpty() ? tr("%1 (F5)").arg(act_.text) : tr("%1 (F5)\n%2").arg(act_.text, act_.line));
    main_->setAccessibleName(act_.text);
    main_->setAccessibleDescription(act_.line);
    QAction &main_action = studio_.actions.action(action::run_main);
    main_action.setText(act_.text);
    studio_.actions.set_enabled(action::run_main, act_.enabled, act_.line);

    const QFontMetrics small(line_->font());
    const QString link = act_.fix_text.isEmpty()
        ? QString()
        : u" <a href=\"%1\" style=\"color:%3\">%2</a>"_s.arg(act_.fix_action, act_.fix_text.toHtmlEscaped(), palette().color(QPalette::Link).name());
    const int room = main_width - 6 - (act_.fix_text.isEmpty() ? 0 : small.horizontalAdvance(act_.fix_text + u"  "_s));
    line_->setText(small.elidedText(act_.line, Qt::ElideRight, room).toHtmlEscaped() + link);
    line_->setToolTip(act_.line);
    line_->setTextInteractionFlags(link.isEmpty() ? Qt::NoTextInteraction : Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    stop_->setVisible(studio_.jobs.front() != nullptr);
    follow_plan();
}

void HeaderBar::follow_plan()
{
    const flash::Plan &plan = studio_.document.plan();
    const QString mark = studio_.document.is_modified() ? u" \u2022"_s : QString();
    plan_->setText((plan.name.isEmpty() ? tr("Plan without a name") : plan.name) + mark);
    plan_detail_->setText(u"%1, %2"_s.arg(to_string(plan.chip), map_title(plan.map)));
}

void HeaderBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), hairline(palette()));
}

void HeaderBar::resizeEvent(QResizeEvent *)
{
    find_->setText(width() < 1150 ? QString() : tr("Find or run"));
    find_->setAccessibleName(tr("Find or run"));
}

} // namespace espseal::studio
