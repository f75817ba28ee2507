// SPDX-License-Identifier: Apache-2.0
#include "app/studio/monitor/ladder_view.h"

#include "app/studio/theme/tones.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace espseal::studio {

LadderView::LadderView(LadderModel &model, QItemSelectionModel &selection, QWidget *parent)
    : QAbstractScrollArea(parent)
    , model_(model)
    , selection_(selection)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setAutoFillBackground(true);
    setMinimumSize(280, 120);
    setAccessibleName(tr("Handshake"));
    setAccessibleDescription(tr("Arrows walk the messages between the board and its peer."));
    for (const auto signal : { &QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved })
        connect(&model, signal, this, &LadderView::rows_changed);
    connect(&model, &QAbstractItemModel::modelReset, this, &LadderView::rows_changed);
    connect(&model, &QAbstractItemModel::dataChanged, viewport(), qOverload<>(&QWidget::update));
    connect(&selection, &QItemSelectionModel::currentChanged, viewport(), qOverload<>(&QWidget::update));
    connect(
        verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] { follow_ = verticalScrollBar()->sliderPosition() >= verticalScrollBar()->maximum(); });
}

LadderGeometry LadderView::geometry_now() const
{
    return LadderGeometry(viewport()->width(), fontMetrics());
}

void LadderView::set_names(const QString &device, const QString &peer)
{
    device_ = device;
    peer_ = peer;
    viewport()->update();
}

void LadderView::set_live(bool live)
{
    live_ = live;
    viewport()->update();
}

void LadderView::rows_changed()
{
    if (model_.rowCount() == 0)
        follow_ = true;
    update_range();
    if (follow_)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    viewport()->update();
}

void LadderView::update_range()
{
    const LadderGeometry geometry = geometry_now();
    const double content = geometry.row_height * (model_.rowCount() + (live_ ? 1 : 0)) + 12;
    const double room = viewport()->height() - geometry.head_height;
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(content - room)));
    verticalScrollBar()->setPageStep(static_cast<int>(room));
    verticalScrollBar()->setSingleStep(static_cast<int>(geometry.row_height));
}

int LadderView::row_at(double y) const
{
    const LadderGeometry geometry = geometry_now();
    if (y < geometry.head_height)
        return -1;
    const int row = static_cast<int>((y - geometry.head_height + verticalScrollBar()->value()) / geometry.row_height);
    return row < model_.rowCount() ? row : -1;
}

void LadderView::choose(int row)
{
    if (row < 0 || row >= model_.rowCount())
        return;
    selection_.setCurrentIndex(model_.index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    const LadderGeometry geometry = geometry_now();
    const QRectF rect = geometry.row(row);
    QScrollBar *bar = verticalScrollBar();
    const double room = viewport()->height() - geometry.head_height;
    if (rect.top() < bar->value())
        bar->setValue(static_cast<int>(rect.top()));
    else if (rect.bottom() > bar->value() + room)
        bar->setValue(static_cast<int>(rect.bottom() - room) + 1);
    follow_ = bar->value() >= bar->maximum();
    QAccessibleAnnouncementEvent said(this, model_.data(model_.index(row, 0), Qt::AccessibleTextRole).toString());
    QAccessible::updateAccessibility(&said);
}

void LadderView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    const LadderGeometry geometry = geometry_now();
    const double offset = geometry.head_height - verticalScrollBar()->value();
    painter.setClipRect(QRectF(0, geometry.head_height, geometry.width, viewport()->height()));
    const int current = selection_.currentIndex().isValid() ? selection_.currentIndex().row() : -1;
    for (int i = 0; i < model_.rowCount(); ++i) {
        const QRectF rect = geometry.row(i).translated(0, offset);
        if (rect.bottom() < 0 || rect.top() > viewport()->height())
            continue;
        const LadderRowLook look { i == current, i == hovered_, hasFocus(), live_ && i == model_.rowCount() - 1 };
        paint_ladder_row(painter, geometry, rect, model_.rows().at(i), look, palette());
    }
    paint_lifelines(painter, geometry, offset + geometry.row_height * model_.rowCount(), live_, palette());
    painter.setClipping(false);
    paint_ladder_head(painter, geometry, device_, peer_, palette());
}

void LadderView::resizeEvent(QResizeEvent *)
{
    update_range();
    if (follow_)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

void LadderView::mousePressEvent(QMouseEvent *event)
{
    choose(row_at(event->position().y()));
}

void LadderView::mouseMoveEvent(QMouseEvent *event)
{
    if (const int row = row_at(event->position().y()); row != hovered_) {
        hovered_ = row;
        viewport()->update();
    }
}

void LadderView::keyPressEvent(QKeyEvent *event)
{
    const int current = selection_.currentIndex().isValid() ? selection_.currentIndex().row() : -1;
    const int last = model_.rowCount() - 1;
    switch (event->key()) {
    case Qt::Key_Up:
        return choose(std::max(0, current - 1));
    case Qt::Key_Down:
        return choose(std::min(last, current + 1));
    case Qt::Key_Home:
        return choose(0);
    case Qt::Key_End:
        return choose(last);
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void LadderView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

bool LadderView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto &help = static_cast<const QHelpEvent &>(*event);
        const int row = row_at(help.pos().y());
        if (row >= 0)
            QToolTip::showText(help.globalPos(), ladder_sentence(model_.rows().at(row)), viewport());
        else
            QToolTip::hideText();
        return true;
    }
    if (event->type() == QEvent::Leave) {
        hovered_ = -1;
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace espseal::studio
