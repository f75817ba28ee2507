// SPDX-License-Identifier: Apache-2.0
// Mouse and keyboard of the flash map.
#include "app/studio/map/flash_map_view.h"

#include <QApplication>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace espseal::studio {

namespace {

constexpr int sectors_per_block = 16; // 64 KB
constexpr double zoom_step = 1.6;

} // namespace

void FlashMapView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const MapGeometry geometry = geometry_now();
    if (geometry.overview.adjusted(0, -4, 0, 6).contains(event->position())) {
        overview_drag_ = true;
        if (scale_.shows_all())
            set_scale(scale_.zoomed(8, event->position().x() - geometry.overview.left()));
        scroll_overview(event->position().x());
        return;
    }
    const RegionRow *row = row_at(event->position());
    if (!row)
        return;
    choose(model_.row_of(row->region.name));
    row = current_row();
    if (row && is_movable(*row)) {
        const Address pointer = scale_.address_at(event->position().x() - geometry.plan.left());
        const Address start = row->region.slot.start;
        drag_ = Drag { row->region.name, event->position(), start < pointer ? pointer - start : Size(), false };
    }
}

void FlashMapView::mouseMoveEvent(QMouseEvent *event)
{
    if (overview_drag_) {
        scroll_overview(event->position().x());
        return;
    }
    if (drag_) {
        drag_->moving = drag_->moving || std::abs(event->position().x() - drag_->from.x()) >= QApplication::startDragDistance();
        if (drag_->moving)
            drag_to(*drag_, event->position());
        return;
    }
    const RegionRow *row = row_at(event->position());
    const QString name = row ? row->region.name : QString();
    setCursor(row && is_movable(*row) ? Qt::OpenHandCursor : Qt::ArrowCursor);
    if (name != hovered_) {
        hovered_ = name;
        update();
    }
}

void FlashMapView::mouseReleaseEvent(QMouseEvent *)
{
    overview_drag_ = false;
    const std::optional<MapGhost> dropped = std::exchange(ghost_, std::nullopt);
    drag_.reset();
    update();
    if (dropped)
        Q_EMIT move_requested(dropped->region, dropped->target.start, ++key_drag_);
}

void FlashMapView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (const RegionRow *row = row_at(event->position()))
        show_range(row->region.slot);
}

void FlashMapView::leaveEvent(QEvent *)
{
    hovered_.clear();
    update();
}

void FlashMapView::wheelEvent(QWheelEvent *event)
{
    const QPoint delta = event->angleDelta();
    const double x = event->position().x() - geometry_now().plan.left();
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        set_scale(scale_.zoomed(std::pow(zoom_step, delta.y() / 120.0), x));
        event->accept();
        return;
    }
    const int along = delta.x() != 0 ? delta.x() : delta.y();
    if (scale_.shows_all() || along == 0) {
        event->ignore(); // the page scrolls
        return;
    }
    set_scale(scale_.scrolled(-along * 0.6));
    event->accept();
}

void FlashMapView::keyPressEvent(QKeyEvent *event)
{
    const bool alt = event->modifiers().testFlag(Qt::AltModifier);
    const int stride = event->modifiers().testFlag(Qt::ShiftModifier) ? sectors_per_block : 1;
    switch (event->key()) {
    case Qt::Key_Left:
        return alt ? move_current(-stride, event->isAutoRepeat()) : step_selection(-1);
    case Qt::Key_Right:
        return alt ? move_current(stride, event->isAutoRepeat()) : step_selection(1);
    case Qt::Key_Home:
        return step_selection(-model_.rowCount());
    case Qt::Key_End:
        return step_selection(model_.rowCount());
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoom(zoom_step);
    case Qt::Key_Minus:
        return zoom(1 / zoom_step);
    case Qt::Key_0:
        return show_all();
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (const RegionRow *row = current_row())
            Q_EMIT edit_requested(row->region.name);
        return;
    case Qt::Key_Escape:
        if (drag_) {
            drag_.reset();
            ghost_.reset();
            update();
            return;
        }
        [[fallthrough]];
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace espseal::studio
