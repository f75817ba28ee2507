// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>
#include <QPointer>

#include "app/studio/workspace/vault_prompt.h"

class QCheckBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace espseal::studio {

class PasswordDesk;

// Asks for the password of the keys, above the page that needs one and without closing it off: the page stays as it was, Esc gives up.
class PasswordSheet final : public QFrame {
    Q_OBJECT
public:
    PasswordSheet(PasswordDesk &desk, const QString &vault, QWidget *window);

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void lay_out();
    void open(const VaultQuestion &question);
    void close_and_return();
    void follow_typing();
    void answer();
    void place();
    [[nodiscard]] bool is_new() const;

    PasswordDesk &desk_;
    QString vault_;
    VaultQuestion question_;
    QLabel *title_;
    QLabel *purpose_;
    QLabel *loss_;
    QFormLayout *form_ = nullptr;
    QLabel *password_label_;
    QLineEdit *password_;
    QLineEdit *again_;
    QCheckBox *show_;
    QLabel *hint_;
    QLabel *problem_;
    QPushButton *go_;
    QPushButton *cancel_;
    QPointer<QWidget> focus_before_;
};

} // namespace espseal::studio
