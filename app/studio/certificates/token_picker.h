// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include "app/studio/certificates/issue_request.h"
#include "app/studio/theme/tones.h"

class QComboBox;
class QFormLayout;
class QLabel;
class QPushButton;

namespace espseal::studio {

class IconLabel;
class Studio;

// Which PKCS#11 token, and which key on it. Looks for tokens when it is shown, and again when another module is chosen.
class TokenPicker final : public QWidget {
    Q_OBJECT
public:
    enum class Keys { a_new_one_too, only_those_there };

    TokenPicker(Studio &studio, Keys keys, QWidget *parent = nullptr);

    // A token, and a key of it where none is to be made. `new_name`: of a key to be made.
    [[nodiscard]] std::optional<TokenKeyChoice> choice(const QString &new_name) const;
    [[nodiscard]] bool ready() const { return choice({}).has_value(); }
    // Of the key that is there already.
    [[nodiscard]] std::optional<pki::KeySpec> key() const;
    // The user goes on with this choice: its module may be loaded for what is in the workspace.
    void confirm();
    [[nodiscard]] QWidget *first_focus();

Q_SIGNALS:
    void changed();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void lay_out();
    void fill_modules();
    void browse();
    void look(bool log_in);
    void show_tokens(const Result<QList<pki::Token>> &tokens, bool logged_in);
    void show_keys();
    void follow();
    void say(const QString &icon, Tone tone, const QString &text);
    [[nodiscard]] const pki::Token *token() const;

    Studio &studio_;
    Keys keys_;
    QFormLayout *form_;
    QComboBox *module_;
    QComboBox *token_;
    QComboBox *key_;
    QPushButton *again_;
    QPushButton *log_in_;
    IconLabel *icon_;
    QLabel *text_;
    QList<pki::Token> tokens_;
    QString looked_at_; // the module
    quint64 job_ = 0;
    int generation_ = 0; // the last look wins
};

} // namespace espseal::studio
