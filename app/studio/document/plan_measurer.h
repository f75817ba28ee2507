// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QTimer>

#include "core/flash/plan.h"

namespace espseal::studio {

class JobRunner;
class PlanDocument;
class Workspace;

// Reads, after changes of plan or workspace and off the GUI thread, what the plan's regions will hold, so that sizes and rules are true.
// The last request wins.
class PlanMeasurer final : public QObject {
    Q_OBJECT
public:
    PlanMeasurer(JobRunner &jobs, PlanDocument &document, Workspace &workspace, QObject *parent = nullptr);

private:
    void measure();

    JobRunner &jobs_;
    PlanDocument &document_;
    Workspace &workspace_;
    QTimer delay_;
    flash::Plan measured_; // as it was when it was last measured
    quint64 job_ = 0;
    bool stale_ = true; // the workspace changed
};

} // namespace espseal::studio
