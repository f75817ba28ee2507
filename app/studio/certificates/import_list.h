// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include "app/studio/certificates/import_store.h"

class QListWidget;
class QListWidgetItem;

namespace espseal::studio {

// What was found, each with a mark: stored or left out. What is here already says so and stays out.
class ImportList final : public QWidget {
    Q_OBJECT
public:
    explicit ImportList(QWidget *parent = nullptr);

    void show_review(const ImportReview &review);
    [[nodiscard]] ImportChoice chosen() const;
    [[nodiscard]] QWidget *first_focus() const;

Q_SIGNALS:
    void selection_changed();

private:
    QListWidgetItem *add(const QString &icon, const QString &text, bool known);
    [[nodiscard]] bool is_chosen(qsizetype row) const;

    ImportReview review_;
    QListWidget *list_;
};

} // namespace espseal::studio
