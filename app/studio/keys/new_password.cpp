// SPDX-License-Identifier: Apache-2.0
#include "app/studio/keys/new_password.h"

#include "app/studio/widgets/secret_text.h"

#include <QFormLayout>
#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace espseal::studio {

NewPassword::NewPassword(const QString &label, const QString &name, QWidget *parent)
    : QWidget(parent)
    , first_(new QLineEdit)
    , again_(new QLineEdit)
{
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->addRow(label, first_);
    form->addRow(tr("The same a&gain"), again_);
    first_->setObjectName(name + u"-password"_s);
    again_->setObjectName(name + u"-again"_s);
    for (QLineEdit *edit : { first_, again_ }) {
        edit->setEchoMode(QLineEdit::Password);
        connect(edit, &QLineEdit::textChanged, this, &NewPassword::changed);
    }
}

bool NewPassword::empty() const
{
    return first_->text().isEmpty();
}

bool NewPassword::repeated() const
{
    return first_->text() == again_->text();
}

bool NewPassword::differs() const
{
    return !repeated() && !again_->text().isEmpty();
}

std::shared_ptr<const SecureBytes> NewPassword::password() const
{
    return empty() ? nullptr : std::make_shared<const SecureBytes>(secret_of(*first_));
}

void NewPassword::clear()
{
    for (QLineEdit *edit : { first_, again_ })
        static_cast<void>(take_secret(*edit));
}

} // namespace espseal::studio
