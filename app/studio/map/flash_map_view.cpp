// SPDX-License-Identifier: Apache-2.0
#include "app/studio/map/flash_map_view.h"

#include "app/studio/document/flash_text.h"
#include "app/studio/document/plan_document.h"

#include <QAccessible>
#include <QApplication>
#include <QHelpEvent>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace espseal::studio {

namespace {

bool has_error_about(const QList<Finding> &findings, const QString &region)
{
    return std::ranges::any_of(findings, [&](const Finding &f) { return f.severity == Severity::error && f.regions.contains(region); });
}

} // namespace

bool is_movable(const RegionRow &row)
{
    return row.listed && !row.region.pinned && !flash::is_system(row.region.role);
}

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
    setAccessibleDescription(tr("Arrows choose a region, Alt and arrows move it; the table of regions below says the same."));
    connect(&model, &QAbstractItemModel::dataChanged, this, &FlashMapView::model_changed);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &FlashMapView::model_changed);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &FlashMapView::model_changed);
    connect(&model, &QAbstractItemModel::modelReset, this, &FlashMapView::model_changed);
    connect(&selection, &QItemSelectionModel::currentChanged, this, [this] {
        if (const RegionRow *row = current_row(); row && row->region.is_placed())
            set_scale(scale_.revealing(row->region.slot));
        update();
    });
}

MapGeometry FlashMapView::geometry_now() const
{
    return MapGeometry(size(), fontMetrics());
}

QSize FlashMapView::sizeHint() const
{
    return { 600, static_cast<int>(MapGeometry::height(fontMetrics())) };
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
    const MapGeometry geometry = geometry_now();
    const Range range = model_.rows().at(row).region.occupied();
    const QRectF rect(geometry.plan.left() + scale_.x_of(range.start), geometry.plan.top(), std::max(3.0, scale_.width_of(range.size)), geometry.plan.height());
    return rect.intersected(geometry.plan);
}

// Later rows are painted above earlier ones, and small ones lie above large ones.
const RegionRow *FlashMapView::row_at(QPointF point) const
{
    const RegionRow *best = nullptr;
    for (const RegionRow &row : model_.rows())
        if (region_rect(row.region.name).adjusted(-2, 0, 2, 0).contains(point))
            if (!best || row.region.slot.size <= best->region.slot.size)
                best = &row;
    return best;
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
    const RegionRow *row = current_row();
    QAccessibleAnnouncementEvent said(this, tr("%1, %2, %3").arg(row->region.name, range_text(row->region.slot), state_word(row->state)));
    QAccessible::updateAccessibility(&said);
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
    const bool conflict = has_error_about(model_.document().findings(), name);
    QAccessibleAnnouncementEvent said(this,
        conflict ? tr("%1 at %2, conflict").arg(name, to_string(Address(static_cast<std::uint64_t>(to))))
                 : tr("%1 at %2").arg(name, to_string(Address(static_cast<std::uint64_t>(to)))));
    QAccessible::updateAccessibility(&said);
}

void FlashMapView::drag_to(const Drag &drag, QPointF point)
{
    const int index = model_.row_of(drag.region);
    if (index < 0)
        return;
    const flash::Region region = model_.rows().at(index).region;
    const std::uint64_t pointer = scale_.address_at(point.x() - geometry_now().plan.left()).value();
    const std::uint64_t wanted = pointer > drag.grab.value() ? pointer - drag.grab.value() : 0;
    const std::uint64_t last = scale_.chip().value() - std::min(scale_.chip().value(), region.slot.size.value());
    const Address start(SectorIndex(static_cast<std::uint32_t>((std::min(wanted, last) + sector_size / 2) / sector_size)));
    if (ghost_ && ghost_->target.start == start)
        return;
    const QList<Finding> then = model_.document().findings_after({ flash::MoveRegion { region.name, start } });
    ghost_ = MapGhost { region.name, { start, region.occupied().size }, has_error_about(then, region.name) };
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
    update();
}

void FlashMapView::paintEvent(QPaintEvent *)
{
    const RegionRow *row = current_row();
    const MapPicture picture { model_.rows(), model_.document().erase_preview(), conflicts(), scale_, row ? row->region.name : QString(), hovered_, hasFocus(),
        ghost_ };
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
        if (const RegionRow *row = row_at(help.pos()))
            QToolTip::showText(help.globalPos(),
                tr("%1\n%2\n%3").arg(row->region.name, range_text(row->region.slot), row->complaint.isEmpty() ? state_word(row->state) : row->complaint), this);
        else
            QToolTip::hideText();
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride && drag_ && static_cast<const QKeyEvent &>(*event).key() == Qt::Key_Escape)
        event->accept();
    return QWidget::event(event);
}

} // namespace espseal::studio
