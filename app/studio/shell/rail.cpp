// SPDX-License-Identifier: Apache-2.0
#include "app/studio/shell/rail.h"

#include "app/studio/actions/action_registry.h"
#include "app/studio/theme/icons.h"
#include "app/studio/widgets/action_button.h"
#include "app/studio/widgets/text_styles.h"

#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int wide = 166;
constexpr int narrow = 52;
constexpr int button_height = 40;

} // namespace

RailButton::RailButton(QAction &action, QWidget *parent)
    : QAbstractButton(parent)
    , base_tip_(tooltip_of(action))
{
    setText(plain_text(action));
    setIcon(action.icon());
    setCheckable(true);
    setAccessibleName(text());
    setToolTip(base_tip_);
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    connect(this, &QAbstractButton::clicked, &action, &QAction::trigger);
}

void RailButton::set_count(int count, Tone tone, const QString &hint)
{
    count_ = count;
    tone_ = tone;
    setToolTip(hint.isEmpty() ? base_tip_ : u"%1\n%2"_s.arg(base_tip_, hint));
    setAccessibleDescription(hint);
    update();
}

void RailButton::set_compact(bool compact)
{
    compact_ = compact;
    updateGeometry();
    update();
}

QSize RailButton::sizeHint() const
{
    return { compact_ ? narrow - 8 : wide - 16, button_height };
}

void RailButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF ground = QRectF(rect()).adjusted(0.5, 2.5, -0.5, -2.5);
    painter.setPen(Qt::NoPen);
    if (isChecked()) {
        painter.setBrush(selection_tint(palette()));
        painter.drawRoundedRect(ground, 7, 7);
        painter.setBrush(accent_ink(palette()));
        painter.drawRoundedRect(QRectF(ground.left(), ground.center().y() - 9, 3, 18), 1.5, 1.5);
    } else if (underMouse()) {
        painter.setBrush(mixed(palette().color(QPalette::Window), palette().color(QPalette::WindowText), 0.07));
        painter.drawRoundedRect(ground, 7, 7);
    }
    const QColor ink = isChecked() ? accent_ink(palette()) : palette().color(QPalette::WindowText);
    const double icon_x = compact_ ? width() / 2.0 - 10 : 12;
    const QRect icon_rect(static_cast<int>(icon_x), height() / 2 - 10, 20, 20);
    icon().paint(&painter, icon_rect);
    if (!compact_) {
        painter.setFont(styled(font(), isChecked() ? TextStyle::strong : TextStyle::body));
        painter.setPen(isChecked() ? palette().color(QPalette::WindowText) : ink);
        painter.drawText(QRect(42, 0, width() - 46, height()), Qt::AlignLeft | Qt::AlignVCenter, text());
    }
    if (count_ > 0) {
        const ToneColours colours = tone_colours(tone_, palette());
        const QString number = QString::number(count_);
        painter.setFont(styled(font(), TextStyle::caption));
        const double diameter = std::max(17.0, painter.fontMetrics().horizontalAdvance(number) + 10.0);
        const QRectF badge = compact_ ? QRectF(width() - diameter, 1, diameter, 16) : QRectF(width() - diameter - 4, height() / 2.0 - 8.5, diameter, 17);
        painter.setPen(QPen(colours.line, 1));
        painter.setBrush(colours.fill);
        painter.drawRoundedRect(badge, 8, 8);
        painter.setPen(colours.text);
        painter.drawText(badge, Qt::AlignCenter, number);
    }
    if (hasFocus()) {
        painter.setPen(QPen(accent_ink(palette()), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), 6, 6);
    }
}

Rail::Rail(ActionRegistry &actions, Selection &selection, QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Pages"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 10, 8, 10);
    column->setSpacing(2);
    const std::pair<Page, QLatin1StringView> pages[] = { { Page::devices, action::view_devices }, { Page::certificates, action::view_certificates },
        { Page::map, action::view_map }, { Page::provision, action::view_provision }, { Page::monitor, action::view_monitor } };
    for (const auto &[page, id] : pages) {
        auto *button = new RailButton(actions.action(id));
        buttons_.insert(page, button);
        column->addWidget(button);
        actions.on(id, &selection, [&selection, &actions, id, page] {
            selection.go(page);
            actions.action(id).setChecked(true); // also when the page was in front already
        });
    }
    column->addStretch(1);
    connect(&selection, &Selection::page_changed, this, &Rail::follow);
    connect(&selection, &Selection::page_changed, this, [&actions, pages = QList(std::begin(pages), std::end(pages))](Page now) {
        for (const auto &[page, id] : pages)
            actions.action(id).setChecked(page == now);
    });
    set_compact(false);
    follow(selection.page());
}

void Rail::set_compact(bool compact)
{
    compact_ = compact;
    setFixedWidth(compact ? narrow : wide);
    layout()->setContentsMargins(compact ? 4 : 8, 10, compact ? 4 : 8, 10);
    for (RailButton *button : std::as_const(buttons_))
        button->set_compact(compact);
}

void Rail::set_count(Page page, int count, Tone tone, const QString &hint)
{
    buttons_.value(page)->set_count(count, tone, hint);
}

void Rail::follow(Page page)
{
    for (auto it = buttons_.cbegin(); it != buttons_.cend(); ++it)
        it.value()->setChecked(it.key() == page);
}

void Rail::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), hairline(palette()));
}

} // namespace espseal::studio
