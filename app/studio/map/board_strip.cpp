// SPDX-License-Identifier: Apache-2.0
#include "app/studio/map/board_strip.h"

#include "app/studio/actions/action_registry.h"
#include "app/studio/map/board_reading.h"
#include "app/studio/widgets/action_button.h"
#include "app/studio/widgets/text_styles.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

using namespace std::chrono_literals;

namespace espseal::studio {

BoardStrip::BoardStrip(BoardReading &reading, const ActionRegistry &actions, QWidget *parent)
    : QWidget(parent)
    , reading_(reading)
    , text_(make_label({}))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    text_->setObjectName(QStringLiteral("board-comparison"));
    row->addWidget(text_, 1);
    for (const QLatin1StringView id : { action::map_compare, action::map_forget_board }) {
        auto *button = new QToolButton;
        button->setDefaultAction(&actions.action(id));
        button->setAutoRaise(true);
        button->setToolTip(tooltip_of(actions.action(id)));
        button->setAccessibleName(plain_text(actions.action(id)));
        row->addWidget(button, 0, Qt::AlignTop);
    }
    minute_.setInterval(20s);
    connect(&minute_, &QTimer::timeout, this, &BoardStrip::refresh);
    connect(&reading, &BoardReading::changed, this, &BoardStrip::refresh);
    hide();
    refresh();
}

void BoardStrip::refresh()
{
    const auto &snapshot = reading_.snapshot();
    setVisible(snapshot.has_value());
    if (!snapshot)
        return minute_.stop();
    minute_.start();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    text_->setText(reading_.outdated().isEmpty() ? snapshot_sentence(*snapshot, now)
                                                 : tr("%1, read %2. %3").arg(snapshot->board, ago_text(snapshot->at, now), reading_.outdated()));
}

} // namespace espseal::studio
