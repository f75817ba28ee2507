// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include "app/studio/control/main_act.h"

class QLabel;
class QPushButton;

namespace espseal::studio {

class ActionButton;
class DevicePicker;
class ElidedLabel;
class Studio;

// The top of the window: which plan, which board, and the one main button with what it does and why it may not.
class HeaderBar final : public QWidget {
    Q_OBJECT
public:
    explicit HeaderBar(Studio &studio, QWidget *parent = nullptr);
    [[nodiscard]] const MainAct &act() const { return act_; }
    [[nodiscard]] DevicePicker &picker() { return *picker_; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void follow();
    void follow_plan();
    [[nodiscard]] MainSituation situation() const;

    Studio &studio_;
    MainAct act_;
    ElidedLabel *plan_;
    ElidedLabel *plan_detail_;
    DevicePicker *picker_;
    QPushButton *find_;
    ActionButton *stop_;
    QPushButton *main_;
    QLabel *line_;
};

} // namespace espseal::studio
