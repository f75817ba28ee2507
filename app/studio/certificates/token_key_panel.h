// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/certificates/task_panel.h"

class QPushButton;

namespace espseal::studio {

class Studio;
class TokenPicker;
struct StoredCredential;

// Tells where the key of a CA is whose certificate came without one: on a PKCS#11 token.
class TokenKeyPanel final : public TaskPanel {
    Q_OBJECT
public:
    TokenKeyPanel(Studio &studio, const StoredCredential &ca, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override { return tr("Key on a token"); }
    [[nodiscard]] QWidget *first_focus() override;

private:
    void use();

    Studio &studio_;
    QString name_;
    TokenPicker *picker_;
    QPushButton *use_;
};

} // namespace espseal::studio
