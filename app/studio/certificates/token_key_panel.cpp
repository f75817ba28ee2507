// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/token_key_panel.h"

#include "app/studio/certificates/token_key.h"
#include "app/studio/certificates/token_picker.h"
#include "app/studio/studio.h"
#include "app/studio/theme/icons.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/text_styles.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace espseal::studio {

TokenKeyPanel::TokenKeyPanel(Studio &studio, const StoredCredential &ca, QWidget *parent)
    : TaskPanel(parent)
    , studio_(studio)
    , name_(ca.name)
    , picker_(new TokenPicker(studio, TokenPicker::Keys::only_those_there))
    , use_(new QPushButton(line_icon(u"token"_s, Qt::white), tr("Use this key")))
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *card = new Card;
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(18, 16, 18, 16);
    column->setSpacing(10);
    column->addWidget(make_label(ca.certificate.display_name(), TextStyle::heading));
    column->addWidget(
        make_label(tr("Its key stays on the token (a smart card, a USB key, an HSM). What this CA is to sign is sent there; the PIN is asked for when it "
                      "is needed, and kept nowhere.")));
    column->addWidget(picker_);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    use_->setProperty("primary", true);
    use_->setObjectName(u"token-use"_s);
    auto *cancel = new QPushButton(tr("Cancel"));
    buttons->addWidget(use_);
    buttons->addWidget(cancel);
    buttons->addStretch(1);
    column->addLayout(buttons);
    outer->addWidget(card);
    outer->addStretch(1);
    use_->setEnabled(picker_->ready());
    connect(picker_, &TokenPicker::changed, this, [this] { use_->setEnabled(picker_->ready()); });
    connect(use_, &QPushButton::clicked, this, &TokenKeyPanel::use);
    connect(cancel, &QPushButton::clicked, this, &TokenKeyPanel::closed);
}

QWidget *TokenKeyPanel::first_focus()
{
    return picker_->first_focus();
}

void TokenKeyPanel::use()
{
    const std::optional<TokenKeyChoice> choice = picker_->choice({});
    if (!choice)
        return;
    picker_->confirm();
    studio_.workspace.run(
        tr("Find the key on the token"),
        [name = name_, location = choice->location](const KeyFolder &folder, const Job &) { return note_token_key(name, location, folder); }, this,
        [this](const Result<QStringList> &done) {
            if (!done)
                return studio_.notify(done.error());
            Q_EMIT finished(*done);
        });
}

} // namespace espseal::studio
