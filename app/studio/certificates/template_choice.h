// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include "app/studio/certificates/own_templates.h"

#include <functional>

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace espseal::studio {

// A list of core's templates and the user's own; the form's choices can be kept as one of the latter, renamed, deleted and brought back.
class TemplateChoice final : public QWidget {
    Q_OBJECT
public:
    // `with_cas`: also those that sign themselves. `choices`: what the form has now.
    TemplateChoice(OwnTemplates &own, bool with_cas, std::function<Result<pki::IssueChoices>()> choices, QWidget *parent = nullptr);

    [[nodiscard]] QComboBox *box() const { return box_; }
    [[nodiscard]] QString base() const; // core's template that is chosen, or that the user's own stands on
    [[nodiscard]] const OwnTemplate *own() const; // nullptr: one of core's is chosen
    void choose(const QString &base);

Q_SIGNALS:
    void changed();

private:
    enum class Naming { nothing, saving, renaming };

    void make_menu();
    [[nodiscard]] QWidget *make_row();
    void fill();
    void follow();
    void ask(Naming what);
    void name_given();
    void remove();
    void restore();
    void tell(const QString &text, bool undoable = false);
    void choose_own(const QString &name);

    OwnTemplates &own_;
    bool with_cas_;
    std::function<Result<pki::IssueChoices>()> choices_;
    Naming naming_ = Naming::nothing;
    std::optional<OwnTemplate> removed_;
    QComboBox *box_;
    QToolButton *more_;
    QAction *rename_ = nullptr;
    QAction *remove_ = nullptr;
    QWidget *row_ = nullptr; // the name that is asked for
    QLineEdit *name_;
    QWidget *note_ = nullptr;
    QLabel *told_;
    QPushButton *undo_;
};

} // namespace espseal::studio
