// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTimer>

#include "app/studio/certificates/renewal.h"
#include "app/studio/certificates/task_panel.h"

class QCheckBox;
class QPushButton;

namespace espseal::studio {

class ComparisonView;
class FindingCard;
class Studio;
class ValidityChoice;

// The old certificate and the new one side by side; the plan's regions follow if wanted.
class RenewPanel final : public TaskPanel {
    Q_OBJECT
public:
    RenewPanel(Studio &studio, const StoredCredential &old, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QWidget *first_focus() override;

private:
    [[nodiscard]] QWidget *make_choices();
    [[nodiscard]] RenewalRequest request() const;
    [[nodiscard]] QStringList regions() const; // of the plan that have the old one
    void changed();
    void preview();
    void show_preview(const Result<pki::Issued> &renewed);
    void renew();

    Studio &studio_;
    StoredCredential old_;
    QTimer delay_;
    int generation_ = 0; // the last preview wins
    ValidityChoice *validity_;
    QCheckBox *keep_key_;
    QCheckBox *follow_;
    QPushButton *renew_;
    ComparisonView *view_;
    FindingCard *problem_;
};

} // namespace espseal::studio
