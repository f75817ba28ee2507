// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;

namespace espseal::studio {

class ActionRegistry;
class BoardReading;

// When which board was compared and what came out; hidden while there is no comparison.
class BoardStrip final : public QWidget {
    Q_OBJECT
public:
    BoardStrip(BoardReading &reading, const ActionRegistry &actions, QWidget *parent = nullptr);

private:
    void refresh();

    BoardReading &reading_;
    QLabel *text_;
    QTimer minute_;
};

} // namespace espseal::studio
