// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include "core/base/finding.h"
#include "core/flash/edit.h"
#include "core/flash/plan.h"

class QWidget;

namespace espseal::studio {

class Studio;

// Plans as files, and the actions that change the open one.
class PlanControl final : public QObject {
    Q_OBJECT
public:
    // Dialogs open above `window`, without blocking.
    PlanControl(Studio &studio, QWidget *window, QObject *parent = nullptr);

    void new_plan();
    void open(const QString &path);
    void save(const QString &path);
    void suggest();
    void add_file(const QString &path);
    void remove_region(const QString &name);
    void leave_to_device(); // every identity that the plan writes: the device makes its key
    // A finding's fix: an edit of the plan, or an action of the registry.
    void fix(const FixAction &action);
    void apply(const flash::Edit &edit);

private:
    void connect_files();
    void connect_map();
    void follow();

    Studio &studio_;
    QWidget *window_;
};

// What "New plan" starts with: 4 MB, the board as client of this computer, both sides authenticated.
[[nodiscard]] Result<flash::Plan> new_plan_template();

} // namespace espseal::studio
