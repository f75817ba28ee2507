// SPDX-License-Identifier: Apache-2.0
#include "app/studio/control/fix_runner.h"

#include "app/studio/control/plan_control.h"
#include "app/studio/studio.h"

namespace espseal::studio {

FixRunner::FixRunner(Studio &studio, PlanControl &plans, QObject *parent)
    : QObject(parent)
    , studio_(studio)
    , plans_(plans)
{
}

void FixRunner::on(const QString &action, Handler handler)
{
    handlers_.insert(action, std::move(handler));
}

bool FixRunner::knows(const QString &action) const
{
    return handlers_.contains(action) || studio_.actions.find(action);
}

void FixRunner::run(const FixAction &fix, const QString &place)
{
    if (const Handler handler = handlers_.value(fix.action))
        handler(fix, place);
    else
        plans_.fix(fix);
}

} // namespace espseal::studio
