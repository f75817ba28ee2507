// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/devices/device_list.h"
#include "app/studio/inspector/inspector_content.h"
#include "app/studio/map/region_model.h"
#include "app/studio/monitor/ladder_rows.h"
#include "app/studio/workspace/workspace_content.h"

namespace espseal::studio {

class Studio;
struct BoardVerdict;

[[nodiscard]] InspectorContent describe(const DeviceEntry &device);
// `verdict`: of the whole judgement, if it is there.
[[nodiscard]] InspectorContent describe(const StoredCredential &credential, const Studio &studio, const BoardVerdict *verdict = nullptr);
[[nodiscard]] InspectorContent describe(const StoredRequest &request, const Studio &studio);
[[nodiscard]] InspectorContent describe(const StoredKey &key);
[[nodiscard]] InspectorContent describe(const BinEntry &entry);
[[nodiscard]] InspectorContent describe(const RegionRow &row, const PlanDocument &document);
[[nodiscard]] InspectorContent describe(const monitor::Session &session, const QList<Finding> &findings);
[[nodiscard]] InspectorContent describe(const monitor::Session &session, const LadderRow &row);

} // namespace espseal::studio
