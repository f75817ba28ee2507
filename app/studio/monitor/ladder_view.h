// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractScrollArea>

#include "app/studio/monitor/ladder_model.h"
#include "app/studio/monitor/ladder_painter.h"

class QItemSelectionModel;

namespace espseal::studio {

// A handshake as messages between two lifelines, live. Arrows walk the messages; the newest one stays in view until the user scrolls up.
class LadderView final : public QAbstractScrollArea {
    Q_OBJECT
public:
    LadderView(LadderModel &model, QItemSelectionModel &selection, QWidget *parent = nullptr);

    void set_names(const QString &device, const QString &peer);
    void set_live(bool live); // the session goes on

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    [[nodiscard]] LadderGeometry geometry_now() const;
    [[nodiscard]] int row_at(double y) const; // -1: none
    void choose(int row);
    void update_range();
    void rows_changed();

    LadderModel &model_;
    QItemSelectionModel &selection_;
    QString device_;
    QString peer_;
    int hovered_ = -1;
    bool live_ = false;
    bool follow_ = true; // the newest row stays in view
};

} // namespace espseal::studio
