// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include "core/pki/issue_choices.h"

class QComboBox;
class QDateEdit;

namespace espseal::studio {

// How long: a number of days from now, or from one day to another.
class ValidityChoice final : public QWidget {
    Q_OBJECT
public:
    explicit ValidityChoice(QWidget *parent = nullptr);

    void choose_days(int days);
    // Also of two days.
    [[nodiscard]] int days() const;
    void apply(pki::IssueChoices &choices) const;
    [[nodiscard]] QWidget *buddy() const;

Q_SIGNALS:
    void changed();

private:
    void mode_changed();

    QComboBox *span_;
    QWidget *dates_;
    QDateEdit *from_;
    QDateEdit *until_;
};

[[nodiscard]] QString span_text(int days); // "2 years", "825 days"

} // namespace espseal::studio
