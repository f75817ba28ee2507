// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAction>
#include <QPointer>
#include <QPushButton>

namespace espseal::studio {

// A push button that mirrors an action of the registry: text, icon, tooltip, enabled, checked.
class ActionButton final : public QPushButton {
    Q_OBJECT
public:
    explicit ActionButton(QAction &action, QWidget *parent = nullptr);
    void set_primary(bool primary);
    void set_text_override(const QString &text); // shorter words where the place says the rest

private:
    void refresh();
    QPointer<QAction> action_;
    QString text_override_;
};

// The action's words as a button or tooltip shows them, without the mnemonic mark.
[[nodiscard]] QString plain_text(const QAction &action);
[[nodiscard]] QString tooltip_of(const QAction &action);

} // namespace espseal::studio
