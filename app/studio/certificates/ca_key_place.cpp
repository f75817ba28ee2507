// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/ca_key_place.h"

#include "app/studio/certificates/token_picker.h"

#include <QCheckBox>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace espseal::studio {

CaKeyPlace::CaKeyPlace(Studio &studio, QWidget *parent)
    : QWidget(parent)
    , on_token_(new QCheckBox(tr("on a PKCS#11 to&ken (smart card, USB key, HSM)")))
    , picker_(new TokenPicker(studio, TokenPicker::Keys::a_new_one_too))
{
    on_token_->setObjectName(u"ca-key-on-token"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(on_token_);
    column->addWidget(picker_);
    picker_->hide();
    connect(on_token_, &QCheckBox::toggled, picker_, &QWidget::setVisible);
    connect(on_token_, &QCheckBox::toggled, this, &CaKeyPlace::changed);
    connect(picker_, &TokenPicker::changed, this, &CaKeyPlace::changed);
}

bool CaKeyPlace::ready() const
{
    return !on_token_->isChecked() || picker_->ready();
}

std::optional<TokenKeyChoice> CaKeyPlace::token(const QString &name) const
{
    return on_token_->isChecked() ? picker_->choice(name) : std::nullopt;
}

std::optional<pki::KeySpec> CaKeyPlace::existing_key() const
{
    return on_token_->isChecked() ? picker_->key() : std::nullopt;
}

void CaKeyPlace::confirm()
{
    picker_->confirm();
}

} // namespace espseal::studio
