// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include "app/studio/theme/tones.h"
#include "core/wire/key_event.h"

class QCheckBox;
class QLabel;
class QPushButton;
class QRadioButton;

namespace espseal::studio {

class DeviceKeyControl;
class IconLabel;

// Where the key of a new certificate is made: here, or on the chosen board, and what speaks against that.
class KeyPlace final : public QWidget {
    Q_OBJECT
public:
    explicit KeyPlace(DeviceKeyControl &keys, QWidget *parent = nullptr);

    [[nodiscard]] bool on_device() const;
    // Made here, or the board's agent has said that it makes keys and nothing else runs.
    [[nodiscard]] bool ready() const;
    [[nodiscard]] wire::KeyReplace replace() const;
    void choose_device(bool replace);
    void choose_here();

Q_SIGNALS:
    void changed();
    void refused(); // it now says why nothing came of it

private:
    void follow();
    void toggled();
    void say(const QString &icon, Tone tone, const QString &text);
    void button_clicked();

    DeviceKeyControl &keys_;
    QRadioButton *here_;
    QRadioButton *device_;
    QLabel *trade_off_;
    QWidget *status_;
    IconLabel *icon_;
    QLabel *text_;
    QPushButton *button_;
    QCheckBox *replace_;
    bool was_ready_ = true;
    bool was_refused_ = false;
};

} // namespace espseal::studio
