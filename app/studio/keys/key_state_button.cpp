// SPDX-License-Identifier: Apache-2.0
#include "app/studio/keys/key_state_button.h"

#include "app/studio/studio.h"
#include "app/studio/theme/icons.h"

using namespace Qt::StringLiterals;

namespace espseal::studio {

KeyStateButton::KeyStateButton(Studio &studio, QWidget *parent)
    : QToolButton(parent)
    , studio_(studio)
{
    setObjectName(u"key-state"_s);
    setAutoRaise(true);
    connect(this, &QToolButton::clicked, this, [this] {
        const bool open = studio_.keys.is_open() || studio_.keys.tokens().is_open();
        studio_.actions.action(open ? action::keys_lock : action::keys_unlock).trigger();
    });
    connect(&studio.workspace, &Workspace::changed, this, &KeyStateButton::follow);
    connect(&studio.keys, &WorkspaceKeys::state_changed, this, &KeyStateButton::follow, Qt::QueuedConnection);
    follow();
}

void KeyStateButton::follow()
{
    const bool open = studio_.keys.is_open() || studio_.keys.tokens().is_open();
    const QString says = open ? tr("The keys are unlocked: click to lock them") : tr("The keys are locked: click to unlock them");
    setIcon(line_icon(open ? u"unlock"_s : u"lock"_s));
    setToolTip(says);
    setAccessibleName(says);
    setVisible(open || studio_.workspace.content().has_vault);
}

} // namespace espseal::studio
