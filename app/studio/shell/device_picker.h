// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractButton>

namespace espseal::studio {

class ActionRegistry;
class DeviceList;

// The board that the window works on, and the menu to choose another.
class DevicePicker final : public QAbstractButton {
    Q_OBJECT
public:
    DevicePicker(DeviceList &devices, const ActionRegistry &actions, QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return { 150, sizeHint().height() }; }
    void open_menu();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void follow();
    DeviceList &devices_;
    const ActionRegistry &actions_;
};

} // namespace espseal::studio
