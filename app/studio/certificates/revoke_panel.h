// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/certificates/task_panel.h"

class QComboBox;

namespace espseal::studio {

class Studio;

// Takes certificates back: says what that means, asks for the reason, signs the CA's next list.
class RevokePanel final : public TaskPanel {
    Q_OBJECT
public:
    RevokePanel(Studio &studio, QStringList names, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override { return tr("Revoke"); }
    [[nodiscard]] QWidget *first_focus() override;

private:
    void revoke();

    Studio &studio_;
    QStringList names_;
    QComboBox *reason_;
};

} // namespace espseal::studio
