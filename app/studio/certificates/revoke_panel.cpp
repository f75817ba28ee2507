// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/revoke_panel.h"

#include "app/studio/certificates/revocation.h"
#include "app/studio/studio.h"
#include "app/studio/theme/icons.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/text_styles.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr qsizetype most_named = 6;

} // namespace

RevokePanel::RevokePanel(Studio &studio, QStringList names, QWidget *parent)
    : TaskPanel(parent)
    , studio_(studio)
    , names_(std::move(names))
    , reason_(new QComboBox)
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *card = new Card;
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(18, 16, 18, 16);
    column->setSpacing(10);
    QStringList titles;
    for (const QString &name : names_.first(std::min(most_named, names_.size())))
        if (const StoredCredential *credential = studio.workspace.find(name))
            titles.append(credential->certificate.display_name());
    if (names_.size() > most_named)
        titles.append(tr("and %n more", nullptr, static_cast<int>(names_.size() - most_named)));
    column->addWidget(make_label(titles.join(u", "_s), TextStyle::heading));
    column->addWidget(make_label(tr(
        "The CA's next revocation list names them. Servers that read the list refuse them from then on; a board does not read lists, so give it another CA or "
        "certificate if it must not trust them. It cannot be taken back, except for a certificate on hold.")));
    using enum pki::RevocationReason;
    for (const pki::RevocationReason reason :
        { unspecified, key_compromise, superseded, cessation_of_operation, affiliation_changed, privilege_withdrawn, ca_compromise, certificate_hold })
        reason_->addItem(pki::reason_text(reason), static_cast<int>(reason));
    reason_->setAccessibleName(tr("Reason"));
    reason_->setObjectName(u"revoke-reason"_s);
    auto *row = new QHBoxLayout;
    auto *label = new QLabel(tr("&Reason"));
    label->setBuddy(reason_);
    row->addWidget(label);
    row->addWidget(reason_, 1);
    row->addStretch(1);
    column->addLayout(row);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    auto *now = new QPushButton(line_icon(u"stop"_s, Qt::white), tr("Revoke"));
    now->setProperty("primary", true);
    now->setObjectName(u"revoke-now"_s);
    auto *cancel = new QPushButton(tr("Cancel"));
    buttons->addWidget(now);
    buttons->addWidget(cancel);
    buttons->addStretch(1);
    column->addLayout(buttons);
    outer->addWidget(card);
    outer->addStretch(1);
    connect(now, &QPushButton::clicked, this, &RevokePanel::revoke);
    connect(cancel, &QPushButton::clicked, this, &RevokePanel::closed);
}

QWidget *RevokePanel::first_focus()
{
    return reason_;
}

void RevokePanel::revoke()
{
    const auto reason = static_cast<pki::RevocationReason>(reason_->currentData().toInt());
    studio_.workspace.run(
        tr("Revoke %n certificate(s)", nullptr, static_cast<int>(names_.size())),
        [names = names_, reason, content = studio_.workspace.content()](
            const KeyFolder &folder, const Job &) { return revoke_credentials(names, reason, content, folder); },
        this,
        [this](const Result<QStringList> &cas) {
            if (!cas)
                return studio_.notify(cas.error());
            studio_.notify(Notice { Tone::info, tr("Revoked. Give the CA's new revocation list to the servers."), action::certificate_crl, u"crl"_s });
            Q_EMIT finished(names_);
        });
}

} // namespace espseal::studio
