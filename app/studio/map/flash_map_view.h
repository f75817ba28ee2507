// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPointer>
#include <QWidget>

#include "app/studio/map/map_hit.h"
#include "app/studio/map/map_painter.h"

class QItemSelectionModel;

namespace espseal::studio {

// The flash as a strip: overview of the chip, the part in view with its regions, and what a write erases. Paints a RegionModel and
// shares its selection. Arrows choose a region, Alt+arrows move it by a sector, Ctrl+arrows make it longer or shorter, with Shift by 64 KB; space says
// what is known about it. Dragging snaps to sectors: a region's middle moves it, its edges stretch it, free space scrolls.
class FlashMapView final : public QWidget {
    Q_OBJECT
public:
    FlashMapView(RegionModel &model, QItemSelectionModel &selection, QWidget *parent = nullptr);

    [[nodiscard]] const MapScale &scale() const { return scale_; }
    void set_scale(const MapScale &scale);
    void zoom(double factor); // about the selected region, else the middle
    void show_all();
    void show_range(const Range &range);
    // Programs aside, what the plan writes: where the work is.
    void show_work();
    // Where the region is painted; empty if it is not in view. For tests.
    [[nodiscard]] QRectF region_rect(const QString &region) const;

    // What is being dragged, and what that would mean. For tests.
    [[nodiscard]] const std::optional<MapGhost> &ghost() const { return ghost_; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    // `drag` is equal for all moves of one key that is held down.
    void move_requested(const QString &region, espseal::Address start, int drag);
    void resize_requested(const QString &region, const espseal::Range &place, int drag);
    void edit_requested(const QString &region);
    void scale_changed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Drag {
        QString region;
        MapGrip grip = MapGrip::whole;
        QPointF from;
        Size grab; // from the region's start to the pointer
        bool moving = false;
    };

    [[nodiscard]] MapGeometry geometry_now() const;
    [[nodiscard]] const RegionRow *current_row() const;
    [[nodiscard]] MapHit hit_at(QPointF point) const;
    [[nodiscard]] QList<Range> conflicts() const;
    void choose(int row);
    void step_selection(int direction);
    void move_current(int sectors, bool repeated);
    void resize_current(int sectors, bool repeated);
    void announce(const QString &sentence);
    void drag_to(const Drag &drag, QPointF point);
    [[nodiscard]] Range target_of(const Drag &drag, const flash::Region &region, QPointF point) const;
    void follow_pointer(QPointF point);
    void show_detail(const QPoint &global, QPointF point);
    void describe_current();
    bool pinch(QEvent &event);
    void scroll_overview(double x);
    void model_changed();

    RegionModel &model_;
    QItemSelectionModel &selection_;
    MapScale scale_;
    QString hovered_;
    std::optional<Drag> drag_;
    std::optional<MapGhost> ghost_;
    bool overview_drag_ = false;
    std::optional<double> pan_; // where free space was taken hold of, and dragged to since
    int key_drag_ = 0;
};

} // namespace espseal::studio
