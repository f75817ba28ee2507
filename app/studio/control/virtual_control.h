// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

namespace espseal::studio {

class Studio;

// The virtual board's menu: plugging in and faults, as the machine's control protocol names them.
class VirtualControl final : public QObject {
    Q_OBJECT
public:
    explicit VirtualControl(Studio &studio, QObject *parent = nullptr);

private:
    void follow();
    Studio &studio_;
};

} // namespace espseal::studio
