// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include "core/pki/issue_choices.h"

class QComboBox;
class QFormLayout;
class QLineEdit;
class QToolButton;

namespace espseal::studio {

// What most certificates leave to the template: the rest of the subject, digest, usages, path length, serial number. Folded away at first.
class MoreFields final : public QWidget {
    Q_OBJECT
public:
    explicit MoreFields(QWidget *parent = nullptr);

    // Errors: a usage or a serial number that is none.
    [[nodiscard]] Result<void> apply(pki::IssueChoices &choices) const;
    void show_for_ca(bool ca); // path length
    void choose_digest(pki::Digest digest);
    // Subject, usages and path length.
    void set(const pki::IssueChoices &choices);
    void set_subject(const pki::SubjectName &subject); // without its common name

Q_SIGNALS:
    void changed();

private:
    QLineEdit *add_edit(const QString &label, const QString &name, const QString &placeholder);

    QToolButton *toggle_;
    QWidget *body_;
    QFormLayout *form_;
    QList<std::pair<pki::SubjectField, QLineEdit *>> subject_;
    QComboBox *digest_;
    QComboBox *path_;
    QLineEdit *usages_;
    QLineEdit *extended_;
    QLineEdit *serial_;
};

} // namespace espseal::studio
