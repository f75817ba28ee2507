// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonArray>

#include "app/cli/session.h"
#include "core/provision/provisioner.h"

namespace espseal::cli {

// Steps as they end: a line each for people, and kept for the JSON document.
class StepPrinter {
public:
    explicit StepPrinter(const Session &session)
        : session_(session)
    {
    }
    void operator()(const provision::StepUpdate &update);
    [[nodiscard]] const QJsonArray &json() const { return steps_; }

private:
    const Session &session_;
    QJsonArray steps_;
};

[[nodiscard]] QJsonObject to_json(const provision::ProvisionReport &report);
[[nodiscard]] QJsonArray regions_json(const provision::PreparedPlan &prepared);

} // namespace espseal::cli
