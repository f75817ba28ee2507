// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QObject>

#include "core/base/finding.h"
#include "core/pki/device_profile.h"

namespace espseal::studio {

class JobRunner;
class PlanDocument;
class Workspace;

// What the plan's device says about every certificate of the workspace; judged anew, off the GUI thread, when either changes.
class Judgements final : public QObject {
    Q_OBJECT
public:
    Judgements(JobRunner &jobs, const PlanDocument &document, const Workspace &workspace, QObject *parent = nullptr);

    // By credential name; empty while it is not judged yet.
    [[nodiscard]] QList<Finding> of(const QString &name) const { return findings_.value(name); }
    [[nodiscard]] const pki::DeviceProfile &profile() const { return profile_; }

Q_SIGNALS:
    void changed();

private:
    void judge_anew();

    JobRunner &jobs_;
    const PlanDocument &document_;
    const Workspace &workspace_;
    pki::DeviceProfile profile_;
    QHash<QString, QList<Finding>> findings_;
    quint64 job_ = 0;
    int generation_ = 0; // the last one asked for wins
};

} // namespace espseal::studio
