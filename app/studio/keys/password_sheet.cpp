// SPDX-License-Identifier: Apache-2.0
#include "app/studio/keys/password_sheet.h"

#include "app/studio/keys/password_desk.h"
#include "app/studio/theme/icons.h"
#include "app/studio/theme/tones.h"
#include "app/studio/widgets/secret_text.h"
#include "app/studio/widgets/text_styles.h"
#include "core/pki/password_strength.h"

#include <QAccessible>
#include <QApplication>
#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

using Kind = VaultQuestion::Kind;
constexpr int sheet_width = 460;

} // namespace

PasswordSheet::PasswordSheet(PasswordDesk &desk, const QString &vault, QWidget *window)
    : QFrame(window)
    , desk_(desk)
    , vault_(vault)
    , title_(make_label({}, TextStyle::heading))
    , purpose_(make_label({}, TextStyle::muted))
    , loss_(make_label(
          tr("It encrypts every private key in %1. If you forget it, the keys are lost: nobody can open them, and there is no way round.").arg(vault)))
    , password_label_(new QLabel)
    , password_(new QLineEdit)
    , again_(new QLineEdit)
    , show_(new QCheckBox(tr("&Show the password")))
    , hint_(make_label({}, TextStyle::caption))
    , problem_(make_label({}, TextStyle::strong))
    , go_(new QPushButton(line_icon(u"lock"_s, Qt::white), {}))
    , cancel_(new QPushButton(tr("Cancel")))
{
    setObjectName(u"password-sheet"_s);
    lay_out();
    connect(password_, &QLineEdit::textChanged, this, &PasswordSheet::follow_typing);
    connect(again_, &QLineEdit::textChanged, this, &PasswordSheet::follow_typing);
    connect(show_, &QCheckBox::toggled, this, [this](bool on) {
        for (QLineEdit *edit : { password_, again_ })
            edit->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password);
    });
    connect(go_, &QPushButton::clicked, this, &PasswordSheet::answer);
    for (QLineEdit *edit : { password_, again_ })
        connect(edit, &QLineEdit::returnPressed, go_, &QPushButton::click);
    connect(cancel_, &QPushButton::clicked, this, [this] { desk_.give_up(); });
    connect(&desk, &PasswordDesk::asked, this, &PasswordSheet::open);
    connect(&desk, &PasswordDesk::closed, this, &PasswordSheet::close_and_return);
    window->installEventFilter(this);
    hide();
}

void PasswordSheet::lay_out()
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(22, 18, 22, 18);
    column->setSpacing(8);
    for (QLabel *label : { title_, purpose_, loss_ })
        column->addWidget(label);
    column->addSpacing(4);
    form_ = new QFormLayout;
    form_->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form_->setVerticalSpacing(8);
    password_label_->setBuddy(password_);
    password_->setObjectName(u"vault-password"_s);
    again_->setObjectName(u"vault-again"_s);
    for (QLineEdit *edit : { password_, again_ })
        edit->setEchoMode(QLineEdit::Password);
    form_->addRow(password_label_, password_);
    form_->addRow(tr("The same a&gain"), again_);
    form_->addRow(QString(), show_);
    column->addLayout(form_);
    problem_->setObjectName(u"vault-problem"_s);
    hint_->setObjectName(u"vault-hint"_s);
    column->addWidget(hint_);
    column->addWidget(problem_);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    go_->setProperty("primary", true);
    go_->setObjectName(u"vault-go"_s);
    cancel_->setObjectName(u"vault-cancel"_s);
    buttons->addWidget(go_);
    buttons->addWidget(cancel_);
    buttons->addStretch(1);
    column->addSpacing(4);
    column->addLayout(buttons);
}

bool PasswordSheet::is_new() const
{
    return question_.kind == Kind::choose || question_.kind == Kind::replace;
}

void PasswordSheet::open(const VaultQuestion &question)
{
    question_ = question;
    if (!isVisible())
        focus_before_ = QApplication::focusWidget();
    switch (question.kind) {
    case Kind::choose:
        title_->setText(tr("Choose a password for your keys"));
        go_->setText(tr("Encrypt the keys"));
        break;
    case Kind::unlock:
        title_->setText(tr("The keys are locked"));
        go_->setText(tr("Unlock"));
        break;
    case Kind::confirm:
        title_->setText(tr("The password as it is now"));
        go_->setText(tr("Continue"));
        break;
    case Kind::replace:
        title_->setText(tr("The new password for your keys"));
        go_->setText(tr("Change it"));
        break;
    case Kind::pin:
        title_->setText(tr("PIN of the %1", "%1: token NAME").arg(question.token));
        go_->setText(tr("Log in"));
        break;
    }
    const bool pin = question.kind == Kind::pin;
    password_label_->setText(pin ? tr("&PIN") : tr("&Password"));
    show_->setText(pin ? tr("&Show the PIN") : tr("&Show the password"));
    setAccessibleName(title_->text());
    purpose_->setText(question.purpose.isEmpty() ? QString() : tr("For: %1").arg(question.purpose));
    purpose_->setVisible(!question.purpose.isEmpty());
    loss_->setVisible(is_new());
    form_->setRowVisible(again_, is_new());
    problem_->setText(question.problem ? question.problem->sentence() : QString());
    problem_->setVisible(question.problem.has_value());
    show_->setChecked(false);
    for (QWidget *part : std::initializer_list<QWidget *> { password_, again_, show_, cancel_ })
        part->setEnabled(true);
    follow_typing();
    place();
    show();
    raise();
    password_->setFocus(Qt::OtherFocusReason);
    if (question.problem) {
        QAccessibleEvent told(problem_, QAccessible::Alert);
        QAccessible::updateAccessibility(&told);
    }
}

void PasswordSheet::follow_typing()
{
    const bool any = !password_->text().isEmpty();
    const bool same = password_->text() == again_->text();
    QString hint;
    if (is_new() && any)
        hint = !same && !again_->text().isEmpty() ? tr("The passwords differ.") : pki::password_hint(secret_of(*password_));
    if (is_new() && any && hint.isEmpty())
        hint = tr("Long enough: guessing it is out of reach if you picked it at random.");
    hint_->setText(hint);
    hint_->setVisible(is_new());
    go_->setEnabled(any && (same || !is_new()));
    if (isVisible())
        place();
}

void PasswordSheet::answer()
{
    SecureBytes password = take_secret(*password_);
    static_cast<void>(take_secret(*again_));
    problem_->hide();
    hint_->hide();
    for (QWidget *part : std::initializer_list<QWidget *> { password_, again_, show_, go_, cancel_ })
        part->setEnabled(false); // until it has been tried
    desk_.answer(std::move(password));
}

void PasswordSheet::close_and_return()
{
    for (QLineEdit *edit : { password_, again_ })
        static_cast<void>(take_secret(*edit));
    hide();
    if (focus_before_)
        focus_before_->setFocus(Qt::OtherFocusReason);
}

void PasswordSheet::place()
{
    const int width = std::min(sheet_width, parentWidget()->width() - 40);
    const int needed = layout()->hasHeightForWidth() ? layout()->heightForWidth(width) : layout()->sizeHint().height();
    const int height = std::min(needed, parentWidget()->height() - 20);
    setGeometry((parentWidget()->width() - width) / 2, std::min(64, (parentWidget()->height() - height) / 2), width, height);
}

bool PasswordSheet::event(QEvent *event)
{
    const bool is_key = event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
    if (!is_key || static_cast<const QKeyEvent &>(*event).key() != Qt::Key_Escape)
        return QFrame::event(event);
    event->accept(); // else Esc would stop the work by its shortcut, which does the same less clearly
    if (event->type() == QEvent::KeyPress)
        desk_.give_up();
    return true;
}

bool PasswordSheet::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::Resize && isVisible())
        place();
    return QFrame::eventFilter(object, event);
}

void PasswordSheet::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(mixed(hairline(palette()), palette().color(QPalette::WindowText), 0.25), 1));
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 9, 9);
}

} // namespace espseal::studio
