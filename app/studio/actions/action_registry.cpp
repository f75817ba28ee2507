// SPDX-License-Identifier: Apache-2.0
#include "app/studio/actions/action_registry.h"

#include "app/studio/theme/icons.h"

#include <QCoreApplication>

namespace espseal::studio {

ActionRegistry::ActionRegistry(QObject *parent)
    : QObject(parent)
{
    for (const ActionSpec &spec : action_table()) {
        auto *made = new QAction(QCoreApplication::translate("Actions", spec.text), this);
        const QString tip = QCoreApplication::translate("Actions", spec.tip);
        made->setObjectName(spec.id);
        made->setStatusTip(tip);
        if (spec.icon)
            made->setIcon(line_icon(QString::fromLatin1(spec.icon)));
        if (*spec.keys) // an empty text would become one empty shortcut
            made->setShortcuts(QKeySequence::listFromString(QString::fromLatin1(spec.keys)));
        made->setCheckable(spec.checkable);
        made->setEnabled(false);
        actions_.insert(spec.id, made);
        tips_.insert(spec.id, tip);
    }
}

QAction &ActionRegistry::action(QLatin1StringView id) const
{
    QAction *found = actions_.value(id);
    Q_ASSERT(found);
    return *found;
}

QAction *ActionRegistry::find(const QString &id) const
{
    return actions_.value(id);
}

void ActionRegistry::set_enabled(QLatin1StringView id, bool enabled, const QString &reason)
{
    QAction &changed = action(id);
    changed.setEnabled(enabled);
    reasons_.insert(id, enabled ? QString() : reason);
    changed.setStatusTip(enabled || reason.isEmpty() ? tips_.value(id) : reason);
}

QString ActionRegistry::reason(const QString &id) const
{
    return reasons_.value(id);
}

QStringList ActionRegistry::ids() const
{
    QStringList ids;
    for (const ActionSpec &spec : action_table())
        ids.append(spec.id);
    return ids;
}

} // namespace espseal::studio
