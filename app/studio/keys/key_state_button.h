// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QToolButton>

namespace espseal::studio {

class Studio;

// A padlock: whether private keys are in memory, and a click that changes it. Away while there are no encrypted keys.
class KeyStateButton final : public QToolButton {
    Q_OBJECT
public:
    explicit KeyStateButton(Studio &studio, QWidget *parent = nullptr);

private:
    void follow();

    Studio &studio_;
};

} // namespace espseal::studio
