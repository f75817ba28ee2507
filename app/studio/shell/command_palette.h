// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>
#include <QPointer>

#include "app/studio/shell/palette_model.h"

class QLineEdit;
class QListView;

namespace espseal::studio {

// Ctrl+K: type a few letters, Return does it. Lies above the window's content; Esc closes it.
class CommandPalette final : public QFrame {
    Q_OBJECT
public:
    CommandPalette(Studio &studio, QWidget *window);
    void open();

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void close_and_return();
    void run(const QModelIndex &index);
    void first_enabled();

    Studio &studio_;
    PaletteModel model_;
    QLineEdit *edit_;
    QListView *list_;
    QPointer<QWidget> focus_before_;
};

} // namespace espseal::studio
