// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/guide_panel.h"

#include "app/studio/studio.h"
#include "app/studio/theme/icons.h"
#include "app/studio/widgets/action_button.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/drop_zone.h"
#include "app/studio/widgets/text_styles.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace espseal::studio {

struct GuidePanel::Choice {
    QString icon;
    QString title;
    QString text;
    QString button;
    QString name; // of the button
    void (GuidePanel::*chosen)();
    bool primary = false;
};

GuidePanel::GuidePanel(Studio &studio, bool may_close, QWidget *parent)
    : TaskPanel(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(14);
    column->addWidget(
        make_label(tr("A board trusts one CA, and shows its own certificate and key if the other side asks. What you have decides what is left to do."),
            TextStyle::muted));
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    const Choice choices[] = {
        { u"wand"_s, tr("Nothing from a CA"), tr("Make a CA of your own and what it signs: for the board as client or server, and for the server it talks to."),
            tr("Make my own"), u"guide-nothing"_s, &GuidePanel::nothing_chosen, true },
        { u"authority"_s, tr("Only the CA's certificate"),
            tr("The board checks whom it talks to. If it has to show something too, make a request for that CA."), tr("Import the CA"), u"guide-ca"_s,
            &GuidePanel::ca_chosen },
        { u"key"_s, tr("Key, certificate and CA"), tr("Drop the files under whatever names: what belongs together is found by what is in them."),
            tr("Import all"), u"guide-identity"_s, &GuidePanel::identity_chosen },
    };
    for (const Choice &choice : choices)
        row->addWidget(make_choice(choice), 1);
    column->addLayout(row);
    auto *zone = new DropZone(tr("Drop files or a folder here, paste with Ctrl+V, or choose files: PEM, DER, PKCS#7, PKCS#12, cert.h, device blobs"));
    zone->setObjectName(u"guide-drop"_s);
    connect(zone, &DropZone::dropped, this, &GuidePanel::dropped);
    connect(zone, &DropZone::clicked, this, &GuidePanel::files_wanted);
    column->addWidget(zone);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(8);
    foot->addWidget(new ActionButton(studio.actions.action(action::certificate_make_test)));
    QLabel *hint = make_label(tr("Just trying it out: one of each, in a second."), TextStyle::caption);
    hint->setWordWrap(false);
    foot->addWidget(hint, 1);
    if (may_close) {
        auto *back = new QPushButton(tr("Back to the list"));
        connect(back, &QPushButton::clicked, this, &GuidePanel::closed);
        foot->addWidget(back);
    }
    column->addLayout(foot);
    column->addStretch(1);
}

QWidget *GuidePanel::make_choice(const Choice &choice)
{
    auto *card = new Card;
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(18, 18, 18, 18);
    column->setSpacing(8);
    auto *icon = new IconLabel(30);
    icon->show_accent(choice.icon);
    column->addWidget(icon);
    column->addWidget(make_label(choice.title, TextStyle::heading));
    column->addWidget(make_label(choice.text, TextStyle::muted));
    column->addStretch(1);
    auto *button = new QPushButton(choice.button);
    button->setObjectName(choice.name);
    button->setProperty("primary", choice.primary);
    button->setAccessibleName(u"%1: %2"_s.arg(choice.title, choice.button));
    button->setAccessibleDescription(choice.text);
    connect(button, &QPushButton::clicked, this, choice.chosen);
    column->addSpacing(6);
    column->addWidget(button, 0, Qt::AlignLeft);
    if (!first_)
        first_ = button;
    return card;
}

} // namespace espseal::studio
