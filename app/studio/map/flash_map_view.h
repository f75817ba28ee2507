// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPointer>
#include <QWidget>

#include "app/studio/map/map_painter.h"

class QItemSelectionModel;

namespace espseal::studio {

// The flash as a strip: overview of the chip, the part in view with its regions, and what a write erases. Paints a RegionModel and
// shares its selection. Arrows choose a region, Alt+arrows move it by a sector, with Shift by 64 KB; dragging snaps to sectors.
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

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    // `drag` is equal for all moves of one key that is held down.
    void move_requested(const QString &region, espseal::Address start, int drag);
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
        QPointF from;
        Size grab; // from the region's start to the pointer
        bool moving = false;
    };

    [[nodiscard]] MapGeometry geometry_now() const;
    [[nodiscard]] const RegionRow *current_row() const;
    [[nodiscard]] const RegionRow *row_at(QPointF point) const;
    [[nodiscard]] QList<Range> conflicts() const;
    void choose(int row);
    void step_selection(int direction);
    void move_current(int sectors, bool repeated);
    void drag_to(const Drag &drag, QPointF point);
    void scroll_overview(double x);
    void model_changed();

    RegionModel &model_;
    QItemSelectionModel &selection_;
    MapScale scale_;
    QString hovered_;
    std::optional<Drag> drag_;
    std::optional<MapGhost> ghost_;
    bool overview_drag_ = false;
    int key_drag_ = 0;
};

// May be moved by hand: the plan's own regions that are not the SDK's and not pinned.
[[nodiscard]] bool is_movable(const RegionRow &row);

} // namespace espseal::studio
