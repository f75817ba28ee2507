// SPDX-License-Identifier: Apache-2.0
// One function for each ExportFormat; export_plan() has checked the plan where that matters.
#pragma once

#include <QByteArray>
#include <QString>

#include "core/flash/plan.h"

namespace espseal::flash {

[[nodiscard]] QString c_header(const Plan &plan);
[[nodiscard]] QString partition_source(const Plan &plan);
[[nodiscard]] QString csv(const Plan &plan);
[[nodiscard]] QByteArray svg(const Plan &plan);
[[nodiscard]] QString esptool_arguments(const Plan &plan);

} // namespace espseal::flash
