// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QComboBox;

namespace espseal::studio {

class Studio;

// The firmware that everything is judged for: a setting of the plan, changed here as one undo step.
class DeviceProfileBar final : public QWidget {
    Q_OBJECT
public:
    explicit DeviceProfileBar(Studio &studio, QWidget *parent = nullptr);
    void focus_buffer();

private:
    void refresh();
    void choose();

    Studio &studio_;
    QComboBox *firmware_;
    QComboBox *buffer_;
};

} // namespace espseal::studio
