// SPDX-License-Identifier: Apache-2.0
#include "app/studio/control/virtual_control.h"

#include "app/studio/studio.h"

#include <array>
#include <functional>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

struct FaultSwitch {
    QLatin1StringView action;
    QString (*fault)(const flash::Plan &plan) = nullptr; // as --fault takes it
};

QString stuck_identity(const flash::Plan &plan)
{
    const flash::Region *identity = plan.identity_for(plan.agent.is_client() ? flash::Level::client : flash::Level::server);
    return u"stuck-sector=%1"_s.arg(identity ? identity->slot.start.value() : 0);
}

const std::array<FaultSwitch, 6> switches { {
    { action::virtual_no_sync, [](const flash::Plan &) { return u"no-sync"_s; } },
    { action::virtual_run_mode, [](const flash::Plan &) { return u"run-mode"_s; } },
    { action::virtual_noise, [](const flash::Plan &) { return u"noise=4096"_s; } },
    { action::virtual_stuck_sector, stuck_identity },
    { action::virtual_unplug_writing, [](const flash::Plan &) { return u"unplug-after=256"_s; } },
    { action::virtual_slow_erase, [](const flash::Plan &) { return u"slow-erase=400"_s; } },
} };

} // namespace

VirtualControl::VirtualControl(Studio &studio, QObject *parent)
    : QObject(parent)
    , studio_(studio)
{
    studio.actions.on(action::virtual_start, this, [this] {
        studio_.board.plug_in();
        follow();
    });
    studio.actions.on(action::virtual_stop, this, [this] {
        studio_.watch.stop();
        studio_.board.put_away();
    });
    studio.actions.on(action::virtual_unplug, this, [this] { studio_.board.unplug(); });
    for (const FaultSwitch &fault : switches)
        studio.actions.on(fault.action, this, [this, &fault](bool on) { studio_.board.set_fault(fault.fault(studio_.document.plan()), on); });
    connect(&studio.board, &VirtualBoard::plugged_in, this, &VirtualControl::follow);
    connect(&studio.board, &VirtualBoard::gone, this, &VirtualControl::follow);
    connect(&studio.board, &VirtualBoard::failed, this, &VirtualControl::follow);
    follow();
}

void VirtualControl::follow()
{
    ActionRegistry &actions = studio_.actions;
    const bool there = studio_.board.is_plugged_in();
    const QString absent = tr("Plug in the virtual board first.");
    actions.set_enabled(action::virtual_start, !there && !studio_.board.is_starting(), tr("It is plugged in already."));
    for (const QLatin1StringView id : { action::virtual_stop, action::virtual_unplug })
        actions.set_enabled(id, there, absent);
    for (const FaultSwitch &fault : switches) {
        actions.set_enabled(fault.action, there, absent);
        if (!there)
            actions.action(fault.action).setChecked(false);
    }
}

} // namespace espseal::studio
