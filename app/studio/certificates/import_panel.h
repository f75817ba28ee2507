// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include "app/studio/certificates/import_review.h"

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace espseal::studio {

class FindingCard;
class Studio;

// What is about to be imported: reviewed first, the password asked in place, nothing stored before the button.
class ImportPanel final : public QWidget {
    Q_OBJECT
public:
    explicit ImportPanel(Studio &studio, QWidget *parent = nullptr);
    void begin(const QStringList &paths);

Q_SIGNALS:
    void closed();

private:
    void review();
    void show_review(const Result<ImportReview> &review);
    void store();

    Studio &studio_;
    QStringList paths_;
    QList<ImportItem> items_;
    QLabel *head_;
    QListWidget *list_;
    QWidget *password_row_;
    QLineEdit *password_;
    FindingCard *problem_;
    QPushButton *store_;
};

} // namespace espseal::studio
