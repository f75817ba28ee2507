// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QObject>

#include "core/base/finding.h"

#include <functional>

namespace espseal::studio {

class PlanControl;
class Studio;

// Does what a finding's button says, wherever the finding is shown: a handler of its own, an action of the registry, or an edit of the plan.
class FixRunner final : public QObject {
    Q_OBJECT
public:
    using Handler = std::function<void(const FixAction &fix, const QString &place)>;

    FixRunner(Studio &studio, PlanControl &plans, QObject *parent = nullptr);

    void on(const QString &action, Handler handler);
    // Somebody here does it; edits of the plan are not counted.
    [[nodiscard]] bool knows(const QString &action) const;
    // `place`: of the finding, may be empty.
    void run(const FixAction &fix, const QString &place = {});

private:
    Studio &studio_;
    PlanControl &plans_;
    QHash<QString, Handler> handlers_;
};

} // namespace espseal::studio
