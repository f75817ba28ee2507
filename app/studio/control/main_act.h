// SPDX-License-Identifier: Apache-2.0
// What the window's one big button does now, and why it cannot. A pure function of what is known.
#pragma once

#include <QString>

#include "app/studio/devices/device_list.h"
#include "app/studio/provision/provision_run.h"
#include "core/base/finding.h"
#include "core/flash/layout.h"

namespace espseal::studio {

struct MainSituation {
    const DeviceEntry *device = nullptr;
    bool board_starting = false; // the virtual board is on its way
    QStringList missing; // regions whose certificate is not there
    QList<Finding> findings; // of the plan
    qsizetype regions = 0; // that would be written
    flash::ErasePreview erase;
    bool same_as_plan = false; // this session wrote or verified just this plan on the device
    bool watching = false; // this device
    RunState run = RunState::idle;
    RunKind run_kind = RunKind::provision;
    QString run_step; // what the run does now
};

struct MainAct {
    QString text; // "Provision greenhouse-17"
    QString icon;
    bool enabled = false;
    QString action; // id that the button triggers
    QString line; // below the button
    QString fix_action; // id behind the line; empty: the line is no link
    QString fix_text; // "Fix..."
};

[[nodiscard]] MainAct main_act(const MainSituation &situation);

} // namespace espseal::studio
