// SPDX-License-Identifier: Apache-2.0
#include "app/studio/widgets/finding_card.h"

#include "app/studio/theme/icons.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/flow_layout.h"
#include "app/studio/widgets/text_styles.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace espseal::studio {

Finding finding_of(const Error &error)
{
    Finding finding;
    finding.code = error.code;
    finding.severity = error.kind == ErrorKind::cancelled ? Severity::info : Severity::error;
    finding.message = error.message;
    finding.fix = error.fix;
    return finding;
}

QString confidence_text(Confidence confidence)
{
    switch (confidence) {
    case Confidence::seen:
        return FindingCard::tr("Seen");
    case Confidence::sure:
        return FindingCard::tr("Concluded, sure");
    case Confidence::likely:
        return FindingCard::tr("Concluded, likely");
    case Confidence::guess:
        return FindingCard::tr("A guess");
    }
    return {};
}

FindingCard::FindingCard(QWidget *parent)
    : QWidget(parent)
    , card_(new Card(this))
    , icon_(new IconLabel(20))
    , message_(make_label({}, TextStyle::strong))
    , why_(make_label({}))
    , fix_(make_label({}))
    , detail_(make_label({}))
    , buttons_(new QWidget)
    , flow_(new FlowLayout(buttons_))
    , details_button_(new QPushButton(tr("Details"), buttons_))
    , place_button_(new QPushButton(buttons_))
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(card_);

    auto *row = new QHBoxLayout(card_);
    row->setContentsMargins(14, 12, 14, 12);
    row->setSpacing(12);
    row->addWidget(icon_, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout;
    column->setSpacing(5);
    row->addLayout(column, 1);
    for (QLabel *label : { message_, why_, fix_ }) {
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        column->addWidget(label);
    }
    detail_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    detail_->setFont(fixed_font(detail_->font()));
    detail_->hide();
    column->addWidget(detail_);
    column->addSpacing(3);
    column->addWidget(buttons_);

    details_button_->setCheckable(true);
    details_button_->hide();
    place_button_->hide();
    connect(details_button_, &QPushButton::toggled, detail_, &QLabel::setVisible);
    connect(place_button_, &QPushButton::clicked, this, [this] { Q_EMIT place_requested(finding_.place); });
    rebuild_actions();
}

void FindingCard::show_finding(const Finding &finding)
{
    finding_ = finding;
    const Tone tone = tone_of(finding.severity);
    card_->set_tone(tone);
    icon_->show_icon(tone_icon(tone), tone);
    message_->setText(finding.message);
    why_->setText(finding.why.isEmpty() ? QString() : tr("%1: %2", "how sure: evidence").arg(confidence_text(finding.confidence), finding.why));
    why_->setVisible(!finding.why.isEmpty());
    fix_->setText(finding.fix);
    fix_->setVisible(!finding.fix.isEmpty());
    setAccessibleName(finding.message);
    setAccessibleDescription(finding.fix);
    set_detail({});
    rebuild_actions();
}

void FindingCard::show_error(const Error &error)
{
    show_finding(finding_of(error));
    set_detail(error.detail);
}

void FindingCard::set_detail(const QString &detail)
{
    detail_->setText(detail);
    details_button_->setChecked(false);
    details_button_->setVisible(!detail.isEmpty());
    detail_->hide();
    rebuild_actions();
}

QPushButton *FindingCard::add_button(const QString &text, const QString &icon)
{
    auto *button = new QPushButton(line_icon(icon), text, buttons_);
    own_buttons_.append(button);
    rebuild_actions();
    return button;
}

void FindingCard::set_place_button(const QString &text)
{
    place_button_->setText(text);
    place_button_->setVisible(!text.isEmpty());
    rebuild_actions();
}

void FindingCard::rebuild_actions()
{
    while (flow_->count() > 0)
        delete flow_->takeAt(0);
    for (QPushButton *old : std::as_const(action_buttons_)) {
        old->hide();
        old->deleteLater(); // it may be the one whose click brought us here
    }
    action_buttons_.clear();
    for (QPushButton *own : std::as_const(own_buttons_))
        flow_->addWidget(own);
    for (const FixAction &action : std::as_const(finding_.actions)) {
        auto *button = new QPushButton(line_icon(u"wand"_s), action.label, buttons_);
        connect(button, &QPushButton::clicked, this, [this, action] { Q_EMIT fix_requested(action, finding_.place); });
        button->setVisible(true);
        action_buttons_.append(button);
        flow_->addWidget(button);
    }
    flow_->addWidget(place_button_);
    flow_->addWidget(details_button_);
    const bool any = !action_buttons_.isEmpty() || !place_button_->isHidden() || !details_button_->isHidden() || !own_buttons_.isEmpty();
    buttons_->setVisible(any);
    updateGeometry();
}

} // namespace espseal::studio
