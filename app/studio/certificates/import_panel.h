// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/certificates/import_review.h"
#include "app/studio/certificates/task_panel.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace espseal::studio {

class CertificateControl;
class DropZone;
class FindingCard;
class GoalChecklist;
class ImportList;
class Studio;

// What the user came for; it decides what the checklist asks for.
enum class ImportGoal { anything, ca, identity };

// What is about to be imported: reviewed first, the password asked in place, nothing stored before the button.
class ImportPanel final : public TaskPanel {
    Q_OBJECT
public:
    ImportPanel(Studio &studio, CertificateControl &control, ImportGoal goal, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QWidget *first_focus() override;
    // Adds to what is there already.
    void add(const ImportSource &source);

Q_SIGNALS:
    void request_wanted(); // the CA is here; now a request for it

private:
    [[nodiscard]] QWidget *make_password_row();
    [[nodiscard]] QWidget *make_buttons();
    void choose_files();
    void choose_folder();
    void review();
    void show_review(const Result<ImportReview> &review);
    void selection_changed();
    void store(bool then_request);

    Studio &studio_;
    CertificateControl &control_;
    ImportGoal goal_;
    ImportSource source_;
    std::shared_ptr<ImportPasswords> passwords_ = std::make_shared<ImportPasswords>();
    int generation_ = 0; // the last review wins
    DropZone *zone_;
    GoalChecklist *checklist_;
    ImportList *list_;
    QLabel *skipped_;
    QWidget *password_row_ = nullptr;
    QLabel *password_label_;
    QLineEdit *password_;
    FindingCard *problem_;
    QCheckBox *place_;
    QPushButton *store_;
    QPushButton *request_;
};

} // namespace espseal::studio
