// SPDX-License-Identifier: Apache-2.0
#include "app/studio/widgets/empty_state.h"

#include "app/studio/widgets/action_button.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/text_styles.h"

#include <QVBoxLayout>

namespace espseal::studio {

EmptyState::EmptyState(const QString &icon, const QString &headline, const QString &sentence, QWidget *parent)
    : QWidget(parent)
    , headline_(make_label(headline, TextStyle::heading))
    , sentence_(make_label(sentence, TextStyle::muted))
    , buttons_(new QVBoxLayout)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(8);
    column->addStretch(2);
    auto *picture = new IconLabel(44);
    picture->show_icon(icon, Tone::neutral);
    column->addWidget(picture, 0, Qt::AlignHCenter);
    column->addSpacing(4);
    for (QLabel *label : { headline_, sentence_ }) {
        label->setAlignment(Qt::AlignHCenter);
        label->setMaximumWidth(420);
        label->setMinimumWidth(260);
        auto *row = new QHBoxLayout; // an alignment would give wrapped text the height of its widest form
        row->addStretch(1);
        row->addWidget(label, 1000);
        row->addStretch(1);
        column->addLayout(row);
    }
    column->addSpacing(8);
    buttons_->setSpacing(8);
    column->addLayout(buttons_);
    column->addStretch(3);
}

void EmptyState::set_text(const QString &headline, const QString &sentence)
{
    headline_->setText(headline);
    sentence_->setText(sentence);
}

void EmptyState::add_action(QAction &action, bool primary)
{
    auto *button = new ActionButton(action);
    button->set_primary(primary);
    buttons_->addWidget(button, 0, Qt::AlignHCenter);
}

} // namespace espseal::studio
