// SPDX-License-Identifier: Apache-2.0
#include "app/studio/widgets/action_button.h"

#include <QStyle>

using namespace Qt::StringLiterals;

namespace espseal::studio {

QString plain_text(const QAction &action)
{
    QString text = action.text();
    text.remove(u'&');
    return text;
}

QString tooltip_of(const QAction &action)
{
    const QString what = action.statusTip().isEmpty() ? plain_text(action) : action.statusTip();
    return action.shortcut().isEmpty() ? what : u"%1 (%2)"_s.arg(what, action.shortcut().toString(QKeySequence::NativeText));
}

ActionButton::ActionButton(QAction &action, QWidget *parent)
    : QPushButton(parent)
    , action_(&action)
{
    setCheckable(action.isCheckable());
    connect(this, &QPushButton::clicked, &action, &QAction::trigger);
    connect(&action, &QAction::changed, this, &ActionButton::refresh);
    refresh();
}

void ActionButton::set_primary(bool primary)
{
    setProperty("primary", primary);
    refresh();
    update();
}

void ActionButton::set_text_override(const QString &text)
{
    text_override_ = text;
    refresh();
}

void ActionButton::refresh()
{
    if (!action_)
        return;
    setText(text_override_.isEmpty() ? plain_text(*action_) : text_override_);
    setIcon(action_->icon());
    setToolTip(tooltip_of(*action_));
    setAccessibleName(plain_text(*action_));
    setAccessibleDescription(action_->statusTip());
    setEnabled(action_->isEnabled());
    if (action_->isCheckable())
        setChecked(action_->isChecked());
}

} // namespace espseal::studio
