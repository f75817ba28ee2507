// SPDX-License-Identifier: Apache-2.0
#include "app/studio/widgets/banner.h"

#include "app/studio/theme/icons.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/text_styles.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace espseal::studio {

Notice notice_of(const Error &error)
{
    return { error.kind == ErrorKind::cancelled ? Tone::info : Tone::bad, error.sentence(), {}, error.code };
}

Banner::Banner(QWidget *parent)
    : QWidget(parent)
    , icon_(new IconLabel(18))
    , text_(make_label({}))
    , more_(make_label({}, TextStyle::caption))
    , action_(new QPushButton)
    , close_(new QToolButton)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 7, 10, 7);
    row->setSpacing(10);
    row->addWidget(icon_);
    row->addWidget(text_, 1);
    row->addWidget(more_);
    row->addWidget(action_);
    row->addWidget(close_);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    more_->setWordWrap(false);
    close_->setIcon(line_icon(u"close"_s));
    close_->setAutoRaise(true);
    close_->setAccessibleName(tr("Close this notice"));
    close_->setToolTip(tr("Close this notice (Esc)"));
    connect(close_, &QToolButton::clicked, this, &Banner::close_front);
    connect(action_, &QPushButton::clicked, this, [this] {
        if (!notices_.isEmpty())
            Q_EMIT action_requested(notices_.constLast().action_id);
    });
    hide();
}

void Banner::post(const Notice &notice)
{
    if (!notice.key.isEmpty())
        notices_.removeIf([&](const Notice &old) { return old.key == notice.key; });
    notices_.append(notice);
    refresh();
    QAccessibleAnnouncementEvent announcement(this, notice.text);
    QAccessible::updateAccessibility(&announcement);
}

void Banner::withdraw(const QString &key)
{
    if (notices_.removeIf([&](const Notice &old) { return old.key == key; }) > 0)
        refresh();
}

void Banner::close_front()
{
    if (notices_.isEmpty())
        return;
    notices_.removeLast();
    refresh();
}

QString Banner::text() const
{
    return notices_.isEmpty() ? QString() : notices_.constLast().text;
}

void Banner::refresh()
{
    setVisible(!notices_.isEmpty());
    if (!notices_.isEmpty()) {
        const Notice &front = notices_.constLast();
        icon_->show_icon(tone_icon(front.tone), front.tone);
        text_->setText(front.text);
        const QString button = front.action_id.isEmpty() || !action_text_ ? QString() : action_text_(front.action_id);
        action_->setText(button);
        action_->setVisible(!button.isEmpty());
        more_->setText(notices_.size() > 1 ? tr("%n more", "notices behind this one", static_cast<int>(notices_.size()) - 1) : QString());
        setAccessibleName(front.text);
        update();
    }
    Q_EMIT changed();
}

void Banner::paintEvent(QPaintEvent *)
{
    if (notices_.isEmpty())
        return;
    QPainter painter(this);
    const ToneColours colours = tone_colours(notices_.constLast().tone, palette());
    painter.fillRect(rect(), colours.fill);
    painter.fillRect(QRect(0, height() - 1, width(), 1), colours.line);
}

} // namespace espseal::studio
