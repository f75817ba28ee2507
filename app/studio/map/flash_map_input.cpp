// SPDX-License-Identifier: Apache-2.0
// Mouse and keyboard of the flash map.
#include "app/studio/map/flash_map_view.h"

#include "app/studio/map/map_detail.h"

#include <QApplication>
#include <QGestureEvent>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace espseal::studio {

namespace {

constexpr int sectors_per_block = 16; // 64 KB
constexpr double zoom_step = 1.6;
constexpr double page_share = 0.8; // of what is in view

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
    const MapHit hit = hit_at(event->position());
    if (!hit.row) {
        if (geometry.plan.contains(event->position()) && !scale_.shows_all())
            pan_ = event->position().x();
        return;
    }
    const bool movable = is_movable(*hit.row);
    const Range slot = hit.row->region.slot;
    const QString name = hit.row->region.name;
    choose(model_.row_of(name));
    if (movable) {
        const Address pointer = scale_.address_at(event->position().x() - geometry.plan.left());
        drag_ = Drag { name, hit.grip, event->position(), slot.start < pointer ? pointer - slot.start : Size(), false };
    }
}

void FlashMapView::mouseMoveEvent(QMouseEvent *event)
{
    if (overview_drag_) {
        scroll_overview(event->position().x());
        return;
    }
    if (pan_) {
        set_scale(scale_.scrolled(*pan_ - event->position().x()));
        pan_ = event->position().x();
        return;
    }
    if (drag_) {
        drag_->moving = drag_->moving || std::abs(event->position().x() - drag_->from.x()) >= QApplication::startDragDistance();
        if (drag_->moving)
            drag_to(*drag_, event->position());
        return;
    }
    follow_pointer(event->position());
}

void FlashMapView::follow_pointer(QPointF point)
{
    const MapHit hit = hit_at(point);
    if (hit.row && hit.grip != MapGrip::whole)
        setCursor(Qt::SizeHorCursor);
    else
        setCursor(hit.row && is_movable(*hit.row) ? Qt::OpenHandCursor : Qt::ArrowCursor);
    const QString name = hit.row ? hit.row->region.name : QString();
    if (name != hovered_) {
        hovered_ = name;
        update();
    }
}

void FlashMapView::mouseReleaseEvent(QMouseEvent *)
{
    overview_drag_ = false;
    pan_.reset();
    const std::optional<MapGhost> dropped = std::exchange(ghost_, std::nullopt);
    const std::optional<Drag> drag = std::exchange(drag_, std::nullopt);
    update();
    if (!dropped || !drag)
        return;
    if (drag->grip == MapGrip::whole)
        Q_EMIT move_requested(dropped->region, dropped->target.start, ++key_drag_);
    else
        Q_EMIT resize_requested(dropped->region, dropped->target, ++key_drag_);
}

void FlashMapView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (const MapHit hit = hit_at(event->position()); hit.row)
        show_range(hit.row->region.slot);
}

void FlashMapView::leaveEvent(QEvent *)
{
    hovered_.clear();
    update();
}

void FlashMapView::show_detail(const QPoint &global, QPointF point)
{
    const QRectF lane = geometry_now().plan;
    const MapHit hit = hit_at(point);
    const QString text = hit.row ? region_detail(*hit.row)
        : lane.contains(point)   ? gap_detail(model_.document().plan(), scale_.address_at(point.x() - lane.left()))
                                 : QString();
    QToolTip::showText(global, text, this); // an empty one hides
}

// Two fingers on a touchpad (the platform's own gesture) or on a screen.
bool FlashMapView::pinch(QEvent &event)
{
    const double left = geometry_now().plan.left();
    if (event.type() == QEvent::NativeGesture) {
        const auto &native = static_cast<const QNativeGestureEvent &>(event);
        if (native.gestureType() == Qt::ZoomNativeGesture)
            set_scale(scale_.zoomed(1 + native.value(), native.position().x() - left));
        return native.gestureType() == Qt::ZoomNativeGesture;
    }
    if (event.type() != QEvent::Gesture)
        return false;
    const auto *gesture = static_cast<const QPinchGesture *>(static_cast<const QGestureEvent &>(event).gesture(Qt::PinchGesture));
    if (gesture)
        set_scale(scale_.zoomed(gesture->scaleFactor(), mapFromGlobal(gesture->centerPoint()).x() - left));
    return gesture != nullptr;
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
    const bool control = event->modifiers().testFlag(Qt::ControlModifier);
    const int stride = event->modifiers().testFlag(Qt::ShiftModifier) ? sectors_per_block : 1;
    const auto sideways = [&](int direction) {
        if (alt)
            move_current(direction * stride, event->isAutoRepeat());
        else if (control)
            resize_current(direction * stride, event->isAutoRepeat());
        else
            step_selection(direction);
    };
    switch (event->key()) {
    case Qt::Key_Left:
        return sideways(-1);
    case Qt::Key_Right:
        return sideways(1);
    case Qt::Key_PageUp:
        return set_scale(scale_.scrolled(-scale_.width() * page_share));
    case Qt::Key_PageDown:
        return set_scale(scale_.scrolled(scale_.width() * page_share));
    case Qt::Key_Space:
        if (const RegionRow *row = current_row()) {
            const QPoint below = mapToGlobal(region_rect(row->region.name).bottomLeft().toPoint());
            QToolTip::showText(below, region_detail(*row), this);
        }
        return;
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
