// SPDX-License-Identifier: Apache-2.0
#include "app/studio/map/flash_map_view.h"

#include "app/studio/document/flash_text.h"
#include "app/studio/document/plan_document.h"
#include "app/studio/document/region_place.h"
#include "app/studio/map/map_detail.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

const Finding *error_about(const QList<Finding> &findings, const QString &region)
{
    const auto found = std::ranges::find_if(findings, [&](const Finding &f) { return f.severity == Severity::error && f.regions.contains(region); });
    return found == findings.end() ? nullptr : &*found;
}

} // namespace

FlashMapView::FlashMapView(RegionModel &model, QItemSelectionModel &selection, QWidget *parent)
    : QWidget(parent)
    , model_(model)
    , selection_(selection)
    , scale_(model.document().plan().chip, 100)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Flash map"));
    grabGesture(Qt::PinchGesture);
    connect(&model, &QAbstractItemModel::dataChanged, this, &FlashMapView::model_changed);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &FlashMapView::model_changed);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &FlashMapView::model_changed);
    connect(&model, &QAbstractItemModel::modelReset, this, &FlashMapView::model_changed);
    connect(&selection, &QItemSelectionModel::currentChanged, this, [this] {
        if (const RegionRow *row = current_row(); row && row->region.is_placed())
            set_scale(scale_.revealing(row->region.slot));
        describe_current();
        update();
    });
    describe_current();
}

void FlashMapView::describe_current()
{
    const QString help = tr("Arrows choose a region, Alt and arrows move it, Control and arrows change its length, space tells about it; the table of regions "
                            "below says the same.");
    const RegionRow *row = current_row();
    setAccessibleDescription(row ? region_detail(*row).replace(u'\n', u". "_s) + u". "_s + help : help);
}

void FlashMapView::announce(const QString &sentence)
{
    QAccessibleAnnouncementEvent said(this, sentence);
    QAccessible::updateAccessibility(&said);
}

MapGeometry FlashMapView::geometry_now() const
{
    return MapGeometry(size(), fontMetrics(), model_.board() != nullptr);
}

QSize FlashMapView::sizeHint() const
{
    return { 600, static_cast<int>(MapGeometry::height(fontMetrics(), model_.board() != nullptr)) };
}

QSize FlashMapView::minimumSizeHint() const
{
    return { 260, sizeHint().height() };
}

void FlashMapView::set_scale(const MapScale &scale)
{
    if (scale == scale_)
        return;
    scale_ = scale;
    update();
    Q_EMIT scale_changed();
}

void FlashMapView::zoom(double factor)
{
    const RegionRow *row = current_row();
    const bool visible = row && row->region.slot.overlaps(scale_.visible());
    set_scale(scale_.zoomed(factor, visible ? scale_.x_of(row->region.slot.start) : scale_.width() / 2));
}

void FlashMapView::show_all()
{
    set_scale(scale_.showing_all());
}

void FlashMapView::show_range(const Range &range)
{
    set_scale(scale_.showing(range));
}

void FlashMapView::show_work()
{
    std::optional<Range> work;
    for (const RegionRow &row : model_.rows()) {
        if (!row.listed || !row.region.is_placed() || flash::is_code(row.region.role) || flash::is_system(row.region.role))
            continue;
        const Range slot = row.region.slot;
        if (!work)
            work = slot;
        const Address start = std::min(work->start, slot.start);
        work = Range { start, std::max(work->end(), slot.end()) - start };
    }
    if (work && work->size < Size(scale_.chip().value() / 2))
        show_range(*work);
    else
        show_all();
}

QList<Range> FlashMapView::conflicts() const
{
    QList<Range> ranges;
    for (const Finding &finding : model_.document().findings())
        if (finding.severity == Severity::error && finding.range && finding.code.startsWith(QLatin1StringView("overlaps")))
            ranges.append(*finding.range);
    return ranges;
}

const RegionRow *FlashMapView::current_row() const
{
    return model_.at(selection_.currentIndex());
}

QRectF FlashMapView::region_rect(const QString &region) const
{
    const int row = model_.row_of(region);
    if (row < 0 || !model_.rows().at(row).region.is_placed())
        return {};
    const QRectF lane = geometry_now().plan;
    return strip(lane, scale_, model_.rows().at(row).region.occupied()).intersected(lane);
}

MapHit FlashMapView::hit_at(QPointF point) const
{
    const RegionRow *row = current_row();
    return hit_test(model_.rows(), row ? row->region.name : QString(), scale_, geometry_now().plan, point);
}

void FlashMapView::choose(int row)
{
    selection_.setCurrentIndex(model_.index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void FlashMapView::step_selection(int direction)
{
    const int count = model_.rowCount();
    if (count == 0)
        return;
    const int now = selection_.currentIndex().isValid() ? selection_.currentIndex().row() : (direction > 0 ? -1 : count);
    choose(std::clamp(now + direction, 0, count - 1));
    if (const RegionRow *row = current_row())
        announce(tr("%1, %2, %3").arg(row->region.name, range_text(row->region.slot), state_word(row->state)));
}

void FlashMapView::move_current(int sectors, bool repeated)
{
    const RegionRow *row = current_row();
    if (!row || !is_movable(*row) || !row->region.is_placed())
        return;
    const std::int64_t from = static_cast<std::int64_t>(row->region.slot.start.value());
    const std::int64_t chip = static_cast<std::int64_t>(scale_.chip().value());
    const std::int64_t last = std::max<std::int64_t>(0, chip - static_cast<std::int64_t>(row->region.slot.size.value()));
    const std::int64_t to = std::clamp<std::int64_t>(from + std::int64_t(sectors) * sector_size, 0, last);
    const QString name = row->region.name;
    if (!repeated)
        ++key_drag_;
    Q_EMIT move_requested(name, Address(static_cast<std::uint64_t>(to)), key_drag_);
    const QString address = to_string(Address(static_cast<std::uint64_t>(to)));
    announce((error_about(model_.document().findings(), name) ? tr("%1 at %2, conflict") : tr("%1 at %2")).arg(name, address));
}

void FlashMapView::resize_current(int sectors, bool repeated)
{
    const RegionRow *row = current_row();
    if (!row || !is_resizable(*row))
        return;
    const QString name = row->region.name;
    const Range slot = row->region.slot;
    const std::int64_t room = static_cast<std::int64_t>(scale_.chip().sectors()) - static_cast<std::int64_t>(slot.start.sector().value());
    const std::int64_t wanted = std::clamp<std::int64_t>(static_cast<std::int64_t>(slot.size.sectors()) + sectors, 1, std::max<std::int64_t>(1, room));
    const Range place { slot.start, Size(static_cast<std::uint64_t>(wanted) * sector_size) };
    if (!repeated)
        ++key_drag_;
    Q_EMIT resize_requested(name, place, key_drag_);
    announce((error_about(model_.document().findings(), name) ? tr("%1 takes %2, conflict") : tr("%1 takes %2")).arg(name, to_string(place.size)));
}

Range FlashMapView::target_of(const Drag &drag, const flash::Region &region, QPointF point) const
{
    const Address pointer = scale_.address_at(point.x() - geometry_now().plan.left());
    if (drag.grip != MapGrip::whole)
        return stretched(region.slot, drag.grip, pointer, scale_.chip());
    const std::uint64_t wanted = pointer.value() > drag.grab.value() ? pointer.value() - drag.grab.value() : 0;
    const std::uint64_t last = scale_.chip().value() - std::min(scale_.chip().value(), region.slot.size.value());
    const Address start((std::min(wanted, last) + sector_size / 2) / sector_size * sector_size);
    return { start, region.slot.size };
}

void FlashMapView::drag_to(const Drag &drag, QPointF point)
{
    const int index = model_.row_of(drag.region);
    if (index < 0)
        return;
    const flash::Region region = model_.rows().at(index).region;
    const Range target = target_of(drag, region, point);
    if (ghost_ && ghost_->target.start == target.start && (drag.grip == MapGrip::whole || ghost_->target == target))
        return;
    const QList<Finding> then = model_.document().findings_after(put_at(region, target));
    const Finding *error = error_about(then, region.name);
    // A program is painted as long as it is, not as its slot.
    const Range painted = drag.grip == MapGrip::whole ? Range { target.start, region.occupied().size } : target;
    const QString words = tr("%1, %2").arg(range_text(target), to_string(target.size));
    ghost_ = MapGhost { region.name, painted, error != nullptr, error ? tr("%1: %2").arg(words, error->message) : words };
    update();
}

void FlashMapView::scroll_overview(double x)
{
    const MapGeometry geometry = geometry_now();
    const Address middle = scale_.showing_all().address_at(x - geometry.overview.left());
    const Size span = scale_.visible().size;
    const std::uint64_t half = span.value() / 2;
    const Address start(middle.value() > half ? middle.value() - half : 0);
    const double by = scale_.x_of(start);
    set_scale(scale_.scrolled(by));
}

void FlashMapView::model_changed()
{
    if (const Size chip = model_.document().plan().chip; chip != scale_.chip())
        set_scale(MapScale(chip, scale_.width()));
    updateGeometry(); // the board's lane comes and goes
    describe_current();
    update();
}

void FlashMapView::paintEvent(QPaintEvent *)
{
    const RegionRow *row = current_row();
    const MapPicture picture { model_.rows(), model_.document().erase_preview(), model_.board(), model_.board_outdated(), conflicts(), scale_,
        row ? row->region.name : QString(), hovered_, hasFocus(), ghost_ };
    QPainter painter(this);
    paint_map(painter, geometry_now(), picture, palette());
}

void FlashMapView::resizeEvent(QResizeEvent *)
{
    scale_ = scale_.resized(geometry_now().plan.width());
    Q_EMIT scale_changed();
}

bool FlashMapView::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto &help = static_cast<const QHelpEvent &>(*event);
        show_detail(help.globalPos(), help.pos());
        return true;
    }
    if (pinch(*event))
        return true;
    if (event->type() == QEvent::ShortcutOverride && drag_ && static_cast<const QKeyEvent &>(*event).key() == Qt::Key_Escape)
        event->accept();
    return QWidget::event(event);
}

} // namespace espseal::studio
