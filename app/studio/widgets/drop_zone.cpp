// SPDX-License-Identifier: Apache-2.0
#include "app/studio/widgets/drop_zone.h"

#include "app/studio/theme/tones.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/text_styles.h"

#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace espseal::studio {

QStringList local_paths(const QMimeData &data)
{
    QStringList paths;
    for (const QUrl &url : data.urls())
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    return paths;
}

DropZone::DropZone(const QString &text, QWidget *parent)
    : QFrame(parent)
    , label_(make_label(text, TextStyle::muted))
{
    setAcceptDrops(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 12, 16, 12);
    row->setSpacing(10);
    auto *icon = new IconLabel(20);
    icon->show_accent(u"import"_s);
    row->addWidget(icon);
    row->addWidget(label_, 1);
    set_text(text);
}

void DropZone::set_text(const QString &text)
{
    label_->setText(text);
    setAccessibleName(text);
}

void DropZone::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool active = hovered_ || hasFocus();
    QPen pen(active ? accent_ink(palette()) : mixed(hairline(palette()), palette().color(QPalette::WindowText), 0.3), active ? 2 : 1, Qt::DashLine);
    painter.setPen(pen);
    painter.setBrush(hovered_ ? selection_tint(palette()) : palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
}

void DropZone::dragEnterEvent(QDragEnterEvent *event)
{
    if (local_paths(*event->mimeData()).isEmpty())
        return;
    hovered_ = true;
    event->acceptProposedAction();
    update();
}

void DropZone::dragLeaveEvent(QDragLeaveEvent *)
{
    hovered_ = false;
    update();
}

void DropZone::dropEvent(QDropEvent *event)
{
    hovered_ = false;
    update();
    event->acceptProposedAction();
    Q_EMIT dropped(local_paths(*event->mimeData()));
}

void DropZone::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
        Q_EMIT clicked();
}

void DropZone::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        Q_EMIT clicked();
    else
        QFrame::keyPressEvent(event);
}

} // namespace espseal::studio
