// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>

class QLabel;
class QMimeData;

namespace espseal::studio {

// A dashed ground that says what may be dropped, and is a button that opens the file dialog.
class DropZone final : public QFrame {
    Q_OBJECT
public:
    explicit DropZone(const QString &text, QWidget *parent = nullptr);
    void set_text(const QString &text);

Q_SIGNALS:
    void dropped(const QStringList &paths);
    void clicked();

protected:
    void paintEvent(QPaintEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QLabel *label_;
    bool hovered_ = false; // by something that may be dropped
};

// Files and folders on the clipboard or in the hand.
[[nodiscard]] QStringList local_paths(const QMimeData &data);

} // namespace espseal::studio
