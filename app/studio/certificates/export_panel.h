// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/certificates/export_request.h"
#include "app/studio/certificates/task_panel.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace espseal::studio {

class FindingCard;
class NewPassword;
class Studio;

// Every format that core writes; an unencrypted key only after its word was typed.
class ExportPanel final : public TaskPanel {
    Q_OBJECT
public:
    ExportPanel(Studio &studio, QStringList names, QString request = {}, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override { return tr("Export"); }
    [[nodiscard]] QWidget *first_focus() override;
    void choose(pki::ExportFormat format, bool der_payload);
    // Writes what is chosen.
    void write(const QString &path);

private:
    [[nodiscard]] QWidget *make_choices();
    void fill_formats();
    [[nodiscard]] pki::ExportFormat format() const;
    [[nodiscard]] bool plain_key() const; // what is chosen now writes a key without protection
    void changed();
    void ask_where();
    [[nodiscard]] QString proposed_name() const;

    Studio &studio_;
    QStringList names_;
    QString request_;
    QListWidget *formats_;
    QLabel *help_;
    NewPassword *password_;
    QWidget *plain_row_;
    QLineEdit *plain_;
    QCheckBox *root_;
    QCheckBox *der_;
    QCheckBox *legacy_;
    FindingCard *problem_;
    QPushButton *save_;
};

} // namespace espseal::studio
