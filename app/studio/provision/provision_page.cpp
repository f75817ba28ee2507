// SPDX-License-Identifier: Apache-2.0
#include "app/studio/provision/provision_page.h"

#include "app/studio/document/flash_text.h"
#include "app/studio/document/region_content.h"
#include "app/studio/map/region_model.h"
#include "app/studio/monitor/session_text.h"
#include "app/studio/provision/device_key_job.h"
#include "app/studio/provision/step_delegate.h"
#include "app/studio/studio.h"
#include "app/studio/widgets/action_button.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/empty_state.h"
#include "app/studio/widgets/finding_card.h"
#include "app/studio/widgets/table.h"
#include "app/studio/widgets/text_styles.h"

#include <QHeaderView>
#include <QListView>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

// Only what is written.
class WrittenRegions final : public QSortFilterProxyModel {
public:
    WrittenRegions(RegionModel &regions, QObject *parent)
        : QSortFilterProxyModel(parent)
        , regions_(regions)
    {
        setSourceModel(&regions);
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &) const override { return is_written(regions_.rows().at(row).region, regions_.document().plan()); }
    bool filterAcceptsColumn(int column, const QModelIndex &) const override
    {
        return column == RegionModel::name_column || column == RegionModel::start_column || column == RegionModel::source_column;
    }

private:
    RegionModel &regions_;
};

} // namespace

ProvisionPage::ProvisionPage(Studio &studio, RegionModel &regions, QWidget *parent)
    : PageFrame(tr("Provision"), parent)
    , studio_(studio)
    , steps_(studio.run, studio.jobs)
    , list_(new QListView)
    , stack_(new QStackedWidget)
    , failure_(new FindingCard)
    , retry_(failure_->add_button(tr("Try again"), u"refresh"_s))
    , keep_(failure_->add_button(tr("Keep the device's key"), u"key"_s))
    , overwrite_(failure_->add_button(tr("Overwrite it"), u"erase"_s))
    , success_(new Card)
    , success_text_(make_label({}, TextStyle::strong))
    , stop_line_(make_label({}, TextStyle::caption))
    , erase_(make_label({}, TextStyle::muted))
{
    add_tool(new ActionButton(studio.actions.action(action::run_verify)));
    content()->addWidget(failure_);
    content()->addWidget(make_success());
    auto *columns = new QHBoxLayout;
    columns->setSpacing(12);
    columns->addWidget(make_steps(), 5);
    columns->addWidget(make_preview(regions), 4);
    content()->addLayout(columns, 1);
    content()->addWidget(stop_line_);

    connect(retry_, &QPushButton::clicked, this,
        [this] { studio_.actions.action(studio_.run.kind() == RunKind::verify ? action::run_verify : action::run_provision).trigger(); });
    keep_->setObjectName(u"keep-device-key"_s);
    overwrite_->setObjectName(u"overwrite-device-key"_s);
    connect(keep_, &QPushButton::clicked, this, &ProvisionPage::keep_key_wanted);
    connect(overwrite_, &QPushButton::clicked, this, &ProvisionPage::overwriting_wanted);
    connect(&studio.run, &ProvisionRun::changed, this, &ProvisionPage::follow);
    connect(&studio.devices, &DeviceList::current_changed, this, &ProvisionPage::follow);
    connect(&studio.devices, &DeviceList::changed, this, &ProvisionPage::follow);
    connect(&studio.document, &PlanDocument::changed, this, [this] {
        erase_->setText(erase_sentence(studio_.document.erase_preview()));
        follow();
    });
    follow();
}

QWidget *ProvisionPage::make_steps()
{
    list_->setModel(&steps_);
    list_->setModelColumn(StepModel::title_column);
    list_->setItemDelegate(new StepDelegate(list_));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setSelectionMode(QAbstractItemView::NoSelection);
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setResizeMode(QListView::Adjust);
    list_->setAccessibleName(tr("Steps"));
    connect(&steps_, &QAbstractItemModel::dataChanged, list_, &QListView::doItemsLayout);
    auto *card = new Card;
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(1, 8, 1, 8);
    auto *empty = new EmptyState(u"provision"_s, tr("Nothing written yet"),
        tr("The main button writes what is listed beside to the chosen board, reads it back, restarts the board and waits for its first handshake."));
    stack_->addWidget(empty);
    stack_->addWidget(list_);
    column->addWidget(stack_);
    return card;
}

QWidget *ProvisionPage::make_preview(RegionModel &regions)
{
    auto *card = new Card;
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(1, 12, 1, 12);
    column->setSpacing(8);
    auto *head = make_label(tr("What is written"), TextStyle::heading);
    head->setContentsMargins(14, 0, 14, 0);
    erase_->setContentsMargins(14, 0, 14, 0);
    column->addWidget(head);
    column->addWidget(erase_);
    auto *written = new WrittenRegions(regions, this);
    connect(&studio_.document, &PlanDocument::changed, written, &QSortFilterProxyModel::invalidate);
    preview_ = make_table(*written, tr("Regions to be written"), 2);
    preview_->header()->hide();
    preview_->setSelectionMode(QAbstractItemView::NoSelection);
    column->addWidget(preview_, 1);
    card->setMinimumWidth(250);
    return card;
}

QWidget *ProvisionPage::make_success()
{
    auto *row = new QHBoxLayout(success_);
    row->setContentsMargins(14, 10, 14, 10);
    row->setSpacing(12);
    auto *icon = new IconLabel(20);
    icon->show_icon(u"ok"_s, Tone::good);
    row->addWidget(icon);
    row->addWidget(success_text_, 1);
    watch_ = new QPushButton(tr("Show the handshake"));
    connect(watch_, &QPushButton::clicked, this, [this] { studio_.selection.go(Page::monitor); });
    row->addWidget(watch_);
    success_->set_tone(Tone::good);
    return success_;
}

QWidget *ProvisionPage::first_focus()
{
    return stack_->currentIndex() == 1 ? static_cast<QWidget *>(list_) : preview_;
}

void ProvisionPage::follow()
{
    const DeviceEntry *device = studio_.devices.current();
    const QString name = studio_.run.is_running() ? studio_.run.device_name() : device ? device->name() : QString();
    set_title(name.isEmpty()                                                    ? tr("Provision")
            : studio_.run.is_running() && studio_.run.kind() == RunKind::verify ? tr("Verify %1").arg(name)
                                                                                : tr("Provision %1").arg(name));
    stack_->setCurrentIndex(studio_.run.state() == RunState::idle ? 0 : 1);
    stop_line_->setVisible(studio_.run.is_running());
    stop_line_->setText(studio_.run.kind() == RunKind::verify ? tr("Stop ends at once; nothing is written.")
                                                              : tr("Stop leaves whole sectors behind, old or new; provisioning again completes the rest."));
    follow_result();
}

void ProvisionPage::follow_result()
{
    const ProvisionRun &run = studio_.run;
    failure_->setVisible(run.state() == RunState::failed || run.state() == RunState::cancelled);
    if (const std::optional<Error> &error = run.error())
        failure_->show_error(in_studio_words(*error));
    const bool question = run.error() && run.error()->code == provision::device_key_kept;
    const bool planned = !leave_identities_to_device(studio_.document.plan()).edits.empty();
    retry_->setVisible(!question || !planned); // the plan may have changed since
    keep_->setVisible(question && planned);
    overwrite_->setVisible(question);
    success_->setVisible(run.state() == RunState::succeeded);
    if (run.state() != RunState::succeeded)
        return;
    const std::optional<provision::ProvisionReport> &report = run.report();
    watch_->setVisible(report && report->session);
    if (run.kind() == RunKind::verify)
        success_text_->setText(tr("%1 holds what the plan says.").arg(run.device_name()));
    else if (report && report->session && report->handshake_seen())
        success_text_->setText(
            tr("%1 holds the plan, and its first handshake succeeded in %2.").arg(run.device_name(), microseconds_text(handshake_time(*report->session))));
    else if (report && !report->findings.isEmpty() && report->findings.constFirst().code == provision::device_identity_missing)
        success_text_->setText(
            tr("%1 holds the plan and waits for its key: make a new certificate on the Certificates page, its key made on the device.").arg(run.device_name()));
    else if (report && !report->findings.isEmpty())
        success_text_->setText(tr("%1 holds the plan, but its handshake failed: %2").arg(run.device_name(), report->findings.constFirst().message));
    else
        success_text_->setText(tr("%1 holds the plan.").arg(run.device_name()));
    success_->set_tone(report && report->session && !report->handshake_seen() ? Tone::caution : Tone::good);
}

} // namespace espseal::studio
