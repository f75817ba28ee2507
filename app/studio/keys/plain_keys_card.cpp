// SPDX-License-Identifier: Apache-2.0
#include "app/studio/keys/plain_keys_card.h"

#include "app/studio/studio.h"
#include "app/studio/theme/icons.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/text_styles.h"

#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString offer() // the settings' flag
{
    return u"offer-vault"_s;
}

} // namespace

PlainKeysCard::PlainKeysCard(Studio &studio, QWidget *parent)
    : QWidget(parent)
    , studio_(studio)
    , text_(make_label({}))
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *card = new Card;
    card->set_tone(Tone::info);
    outer->addWidget(card);
    auto *row = new QHBoxLayout(card);
    row->setContentsMargins(14, 8, 10, 8);
    row->setSpacing(10);
    auto *icon = new IconLabel(18);
    icon->show_icon(u"lock"_s, Tone::info);
    row->addWidget(icon);
    row->addWidget(text_, 1);
    auto *now = new QPushButton(line_icon(u"lock"_s), tr("Encrypt them"));
    now->setObjectName(u"plain-keys-encrypt"_s);
    auto *later = new QPushButton(tr("Not now"));
    later->setObjectName(u"plain-keys-later"_s);
    row->addWidget(now);
    row->addWidget(later);
    connect(now, &QPushButton::clicked, &studio.actions.action(action::keys_encrypt), &QAction::trigger);
    connect(later, &QPushButton::clicked, this, [this] {
        studio_.settings.set_flag(offer(), false);
        follow();
    });
    connect(&studio.workspace, &Workspace::changed, this, &PlainKeysCard::follow);
    follow();
}

void PlainKeysCard::follow()
{
    const auto plain = static_cast<int>(studio_.workspace.content().plain_keys);
    text_->setText(tr("%n private key(s) here can be read by everyone who gets the file. One password can protect them all.", nullptr, plain));
    setVisible(plain > 0 && studio_.settings.flag(offer(), true));
}

} // namespace espseal::studio
