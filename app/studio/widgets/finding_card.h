// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include "core/base/error.h"
#include "core/base/finding.h"

class QLabel;
class QPushButton;

namespace espseal::studio {

class Card;
class FlowLayout;
class IconLabel;

[[nodiscard]] Finding finding_of(const Error &error);
// "Seen", "Concluded, sure", ...: how a finding knows.
[[nodiscard]] QString confidence_text(Confidence confidence);

// A problem as a person reads it: what, why, what to do, and the buttons that do it. Never a dialog.
class FindingCard final : public QWidget {
    Q_OBJECT
public:
    explicit FindingCard(QWidget *parent = nullptr);

    [[nodiscard]] const Finding &finding() const { return finding_; }
    void show_finding(const Finding &finding);
    void show_error(const Error &error);
    // Technical detail behind a "Details" button; empty: no button.
    void set_detail(const QString &detail);
    // A button of the page's own, in front of the finding's actions.
    QPushButton *add_button(const QString &text, const QString &icon);
    void set_place_button(const QString &text); // "Show on the map"; empty: none

Q_SIGNALS:
    void fix_requested(const espseal::FixAction &action, const QString &place); // `place`: of the finding
    void place_requested(const QString &place);

private:
    void rebuild_actions();

    Card *card_;
    IconLabel *icon_;
    QLabel *message_;
    QLabel *why_;
    QLabel *fix_;
    QLabel *detail_;
    QWidget *buttons_;
    FlowLayout *flow_;
    QPushButton *details_button_;
    QPushButton *place_button_;
    QList<QPushButton *> own_buttons_; // children of buttons_
    QList<QPushButton *> action_buttons_; // children of buttons_
    Finding finding_;
};

} // namespace espseal::studio
