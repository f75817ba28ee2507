// SPDX-License-Identifier: Apache-2.0
// A plan as a JSON object; plan_file.h has the format.
#pragma once

#include <QJsonObject>

#include "core/base/error.h"
#include "core/flash/plan.h"

namespace espseal::flash {

[[nodiscard]] Result<Plan> read_plan(const QJsonObject &object, const QString &folder);
[[nodiscard]] QJsonObject plan_object(const Plan &plan, const QString &folder);
// One region, as in plan files; addresses are strings such as "0x07B000".
[[nodiscard]] QJsonObject region_object(const Region &region, const QString &folder);

} // namespace espseal::flash
