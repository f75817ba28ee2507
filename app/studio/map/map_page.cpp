// SPDX-License-Identifier: Apache-2.0
#include "app/studio/map/map_page.h"

#include "app/studio/control/plan_control.h"
#include "app/studio/document/flash_text.h"
#include "app/studio/document/region_place.h"
#include "app/studio/map/board_strip.h"
#include "app/studio/map/flash_map_view.h"
#include "app/studio/map/map_legend.h"
#include "app/studio/studio.h"
#include "app/studio/widgets/action_button.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/finding_card.h"
#include "app/studio/widgets/table.h"
#include "app/studio/widgets/text_styles.h"

#include <QComboBox>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int cards_shown = 2; // the rest is in the Problems drawer

QString board_title(const flash::SizeMap &map)
{
    return u"%1, %2"_s.arg(to_string(map.chip), map_title(map.kind));
}

QToolButton *zoom_button(QAction &action)
{
    auto *button = new QToolButton;
    button->setDefaultAction(&action);
    button->setAutoRaise(true);
    button->setToolTip(tooltip_of(action));
    button->setAccessibleName(plain_text(action));
    return button;
}

} // namespace

MapPage::MapPage(Studio &studio, RegionModel &model, PlanControl &plans, QWidget *parent)
    : PageFrame(tr("Flash map"), parent)
    , studio_(studio)
    , model_(model)
    , plans_(plans)
    , selection_(&model)
    , view_(new FlashMapView(model, selection_))
    , table_(make_table(model, tr("Regions"), RegionModel::source_column))
    , board_(new QComboBox)
    , stack_(new QComboBox)
    , conflicts_(new QWidget)
    , conflict_column_(new QVBoxLayout(conflicts_))
    , erase_(make_label({}))
{
    make_board_tools();
    auto *map_card = new Card;
    auto *map_column = new QVBoxLayout(map_card);
    map_column->setContentsMargins(14, 12, 14, 10);
    map_column->setSpacing(8);
    map_column->addWidget(view_);
    auto *below = new QHBoxLayout;
    below->setSpacing(4);
    auto *legend = new MapLegend;
    below->addWidget(legend, 1);
    for (const QLatin1StringView id : { action::map_compare, action::map_zoom_out, action::map_zoom_in, action::map_zoom_fit })
        below->addWidget(zoom_button(studio.actions.action(id)), 0, Qt::AlignTop);
    map_column->addLayout(below);
    map_column->addWidget(new BoardStrip(studio.reading, studio.actions));
    const auto follow_board = [this, legend] {
        const bool compared = studio_.reading.snapshot().has_value();
        legend->show_board(compared);
        table_->setColumnHidden(RegionModel::board_column, !compared);
        fit_table();
    };
    content()->addWidget(map_card);

    conflict_column_->setContentsMargins(0, 0, 0, 0);
    conflict_column_->setSpacing(8);
    conflicts_->hide();
    content()->addWidget(conflicts_);

    auto *table_card = new Card;
    auto *table_column = new QVBoxLayout(table_card);
    table_column->setContentsMargins(1, 1, 1, 1);
    table_->setMinimumHeight(90);
    table_column->addWidget(table_);
    content()->addWidget(table_card, 1);
    content()->addWidget(erase_);

    table_->setSelectionModel(&selection_);
    connect(&selection_, &QItemSelectionModel::currentChanged, this, &MapPage::current_changed);
    connect(&studio.selection, &Selection::subject_changed, this, &MapPage::select_subject);
    connect(&studio.document, &PlanDocument::changed, this, &MapPage::document_changed);
    connect(&studio.reading, &BoardReading::changed, this, follow_board);
    follow_board();
    connect(&studio.document, &PlanDocument::replaced, view_, &FlashMapView::show_work, Qt::QueuedConnection);
    connect_actions();
    document_changed();
}

void MapPage::make_board_tools()
{
    for (const flash::SizeMap &map : flash::size_maps())
        if (map.supported)
            board_->addItem(board_title(map), map.value);
    for (const Size chip : flash::chip_sizes())
        if (chip >= Size(512u << 10))
            board_->addItem(u"%1, %2"_s.arg(to_string(chip), map_title(flash::MapKind::non_fota)), -static_cast<int>(chip.value() >> 10));
    board_->setAccessibleName(tr("Flash size and map"));
    board_->setToolTip(tr("Flash size and how programs lie in it"));
    board_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    board_->setMinimumContentsLength(24);
    for (const flash::TlsStack stack : { flash::TlsStack::espseal, flash::TlsStack::mbedtls, flash::TlsStack::axtls })
        stack_->addItem(tls_title(stack), static_cast<int>(stack));
    stack_->setAccessibleName(tr("Firmware's TLS library"));
    stack_->setToolTip(tr("The firmware's TLS library; it decides what fits"));
    stack_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    stack_->setMinimumContentsLength(16);
    add_tool(board_);
    add_tool(stack_);
    auto *suggest = new ActionButton(studio_.actions.action(action::map_suggest));
    add_tool(suggest);
    auto *add = new ActionButton(studio_.actions.action(action::map_add_file));
    add->set_text_override(tr("Add file"));
    add_tool(add);
    connect(board_, &QComboBox::activated, this, [this](int index) {
        const int value = board_->itemData(index).toInt();
        if (const flash::SizeMap *map = value >= 0 ? flash::find_size_map(value) : nullptr)
            choose_board(map->chip, map->kind);
        else
            choose_board(Size(static_cast<std::uint64_t>(-value) << 10), flash::MapKind::non_fota);
    });
    connect(stack_, &QComboBox::activated, this, [this](int index) {
        const flash::Plan &plan = studio_.document.plan();
        plans_.apply({ flash::SetFirmware { plan.sdk, static_cast<flash::TlsStack>(stack_->itemData(index).toInt()), plan.sdk_release } });
    });
}

void MapPage::choose_board(Size chip, flash::MapKind map)
{
    plans_.apply({ flash::SetChip { chip, map } });
}

void MapPage::connect_actions()
{
    ActionRegistry &actions = studio_.actions;
    actions.on(action::map_zoom_in, view_, [this] { view_->zoom(1.6); });
    actions.on(action::map_zoom_out, view_, [this] { view_->zoom(1 / 1.6); });
    actions.on(action::map_zoom_fit, view_, [this] { view_->show_all(); });
    actions.on(action::map_zoom_region, view_, [this] {
        if (const RegionRow *row = model_.at(selection_.currentIndex()); row && row->region.is_placed())
            view_->show_range(row->region.slot);
    });
    connect(view_, &FlashMapView::move_requested, this, [this](const QString &region, Address start, int drag) {
        if (const Result<void> done = studio_.document.apply_dragged({ flash::MoveRegion { region, start } }, drag); !done)
            studio_.notify(done.error());
    });
    connect(view_, &FlashMapView::resize_requested, this, [this](const QString &name, const Range &place, int drag) {
        const flash::Region *region = studio_.document.plan().find(name);
        if (!region)
            return;
        if (const Result<void> done = studio_.document.apply_dragged(put_at(*region, place), drag); !done)
            studio_.notify(done.error());
    });
    connect(view_, &FlashMapView::edit_requested, this, [this] { studio_.actions.action(action::view_inspector).setChecked(true); });
    connect(view_, &FlashMapView::scale_changed, this, [this] {
        studio_.actions.set_enabled(action::map_zoom_out, !view_->scale().shows_all(), tr("The whole chip is in view."));
        studio_.actions.set_enabled(action::map_zoom_fit, !view_->scale().shows_all(), tr("The whole chip is in view."));
        studio_.actions.set_enabled(action::map_zoom_in, !view_->scale().at_closest(), tr("Closer does not show more."));
    });
}

void MapPage::resizeEvent(QResizeEvent *event)
{
    PageFrame::resizeEvent(event);
    fit_table();
}

// What says least goes first.
void MapPage::fit_table()
{
    constexpr int room_for_sectors = 720;
    constexpr int room_for_board = 130;
    const int room = width() - (studio_.reading.snapshot() ? room_for_board : 0);
    table_->setColumnHidden(RegionModel::sectors_column, room < room_for_sectors); // the size says the same
    table_->setColumnHidden(RegionModel::end_column, room < room_for_sectors - room_for_board); // start and size do
}

QWidget *MapPage::first_focus()
{
    return table_;
}

void MapPage::document_changed()
{
    const flash::Plan &plan = studio_.document.plan();
    const flash::SizeMap *map = plan.map == flash::MapKind::non_fota ? nullptr : plan.size_map();
    const int wanted = map ? board_->findData(map->value) : board_->findData(-static_cast<int>(plan.chip.value() >> 10));
    board_->setCurrentIndex(wanted);
    stack_->setCurrentIndex(stack_->findData(static_cast<int>(plan.tls)));
    erase_->setText(erase_sentence(studio_.document.erase_preview()));
    show_conflicts();
}

void MapPage::show_conflicts()
{
    QList<Finding> errors;
    for (const Finding &finding : studio_.document.findings())
        if (finding.severity == Severity::error)
            errors.append(finding);
    if (errors == shown_)
        return;
    shown_ = errors;
    while (QLayoutItem *item = conflict_column_->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater(); // a fix button of it may be what brought us here
        delete item;
    }
    for (qsizetype i = 0; i < std::min<qsizetype>(cards_shown, errors.size()); ++i) {
        auto *card = new FindingCard;
        card->show_finding(errors.at(i));
        connect(card, &FindingCard::fix_requested, &plans_, &PlanControl::fix);
        conflict_column_->addWidget(card);
    }
    if (errors.size() > cards_shown)
        conflict_column_->addWidget(
            make_label(tr("%n more problem(s): F8 shows them.", nullptr, static_cast<int>(errors.size()) - cards_shown), TextStyle::caption));
    conflicts_->setVisible(!errors.isEmpty());
}

void MapPage::current_changed()
{
    if (const RegionRow *row = model_.at(selection_.currentIndex()))
        studio_.selection.select({ .kind = Subject::Kind::region, .key = row->region.name });
}

void MapPage::select_subject()
{
    const Subject &subject = studio_.selection.subject();
    if (subject.kind != Subject::Kind::region)
        return;
    const int row = model_.row_of(subject.key);
    if (row >= 0 && row != selection_.currentIndex().row())
        selection_.setCurrentIndex(model_.index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

} // namespace espseal::studio
