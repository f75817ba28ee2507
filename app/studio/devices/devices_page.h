// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/devices/device_model.h"
#include "app/studio/widgets/page_frame.h"

class QStackedWidget;
class QTreeView;

namespace espseal::studio {

class FindingCard;
class Studio;

class DevicesPage final : public PageFrame {
    Q_OBJECT
public:
    explicit DevicesPage(Studio &studio, QWidget *parent = nullptr);
    [[nodiscard]] QWidget *first_focus() override;

private:
    void selected();
    void follow();
    [[nodiscard]] QWidget *make_port_row();

    Studio &studio_;
    DeviceModel model_;
    QTreeView *table_;
    QStackedWidget *stack_;
    FindingCard *obstacle_;
    QWidget *port_row_;
};

} // namespace espseal::studio
