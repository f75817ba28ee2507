// SPDX-License-Identifier: Apache-2.0
#include "app/studio/monitor/verdict_card.h"

#include "app/studio/monitor/session_text.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/finding_card.h"
#include "app/studio/widgets/text_styles.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace espseal::studio {

VerdictCard::VerdictCard(QWidget *parent)
    : QWidget(parent)
    , card_(new Card)
    , icon_(new IconLabel(22))
    , sentence_(make_label({}, TextStyle::strong))
    , detail_(make_label({}, TextStyle::caption))
    , bar_(new TimeBar)
    , finding_(new FindingCard)
    , more_(make_label({}, TextStyle::caption))
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(4);
    auto *row = new QHBoxLayout(card_);
    row->setContentsMargins(14, 10, 14, 10);
    row->setSpacing(12);
    row->addWidget(icon_, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout;
    column->setSpacing(4);
    sentence_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(sentence_);
    column->addWidget(detail_);
    column->addWidget(bar_);
    row->addLayout(column, 1);
    outer->addWidget(card_);
    outer->addWidget(finding_);
    outer->addWidget(more_);
    connect(finding_, &FindingCard::fix_requested, this, &VerdictCard::fix_requested);
}

void VerdictCard::show_session(const monitor::Session &session, const QList<Finding> &findings)
{
    const bool failed = session.state == monitor::SessionState::failed && !findings.isEmpty();
    finding_->setVisible(failed);
    card_->setVisible(!failed);
    more_->setVisible(failed && findings.size() > 1);
    if (failed) {
        finding_->show_finding(findings.constFirst());
        more_->setText(tr("%n more finding(s) in Problems.", nullptr, static_cast<int>(findings.size()) - 1));
        return;
    }
    const Tone tone = session_tone(session);
    card_->set_tone(tone);
    icon_->show_icon(session_icon(session), tone);
    sentence_->setText(session.handshake_done || session.finished()
            ? verdict_text(session)
            : tr("%1: %n message(s) so far", nullptr, static_cast<int>(session.steps.size())).arg(monitor::state_text(session.state)));
    detail_->setText(suite_text(session));
    detail_->setVisible(session.negotiated.has_value());
    bar_->setVisible(session.handshake_done && session.compute_us > 0);
    bar_->set_times(session.compute_us, session.blocked_us);
    setAccessibleName(sentence_->text());
}

void VerdictCard::show_board(const QList<Finding> &findings)
{
    card_->hide();
    finding_->setVisible(!findings.isEmpty());
    more_->setVisible(findings.size() > 1);
    if (findings.isEmpty())
        return;
    finding_->show_finding(findings.constFirst());
    more_->setText(tr("%n more finding(s) in Problems.", nullptr, static_cast<int>(findings.size()) - 1));
}

TimeBar::TimeBar(QWidget *parent)
    : QWidget(parent)
{
    setFixedHeight(8);
}

void TimeBar::set_times(std::int64_t worked_us, std::int64_t waited_us)
{
    worked_ = worked_us;
    waited_ = waited_us;
    setToolTip(tr("The board worked for %1 and waited for %2.").arg(microseconds_text(worked_), microseconds_text(waited_)));
    setAccessibleName(toolTip());
    update();
}

void TimeBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const ToneColours ground = tone_colours(Tone::good, palette());
    painter.setBrush(ground.line);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0, 1, 0, -1), 3, 3);
    const double total = static_cast<double>(std::max<std::int64_t>(1, worked_ + waited_));
    painter.setBrush(ground.text);
    painter.drawRoundedRect(QRectF(0, 1, std::max(6.0, width() * static_cast<double>(worked_) / total), height() - 2), 3, 3);
}

} // namespace espseal::studio
