// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include "app/studio/certificates/batch_run.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;

namespace espseal::studio {

class NewPassword;
class Studio;

// What all rows of a batch have in common: profile, CA, folder, whether their keys are encrypted.
class BatchChoices final : public QWidget {
    Q_OBJECT
public:
    explicit BatchChoices(Studio &studio, QWidget *parent = nullptr);

    // Without its table.
    [[nodiscard]] BatchOrder order() const;
    // There is a CA, and the password, if any, was typed twice.
    [[nodiscard]] bool ready() const;

Q_SIGNALS:
    void changed();

private:
    void fill_issuers();
    [[nodiscard]] QWidget *make_folder_row();
    void choose_folder();
    void follow_password();

    Studio &studio_;
    QComboBox *template_;
    QComboBox *issuer_;
    QLineEdit *folder_;
    QCheckBox *list_;
    NewPassword *password_;
    QLabel *protection_;
};

} // namespace espseal::studio
