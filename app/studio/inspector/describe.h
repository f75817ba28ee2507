// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/devices/device_list.h"
#include "app/studio/inspector/inspector_content.h"
#include "app/studio/map/region_model.h"
#include "app/studio/monitor/ladder_rows.h"
#include "app/studio/workspace/credential_store.h"
#include "core/pki/judge.h"

namespace espseal::studio {

class Workspace;

[[nodiscard]] InspectorContent describe(const DeviceEntry &device);
[[nodiscard]] InspectorContent describe(const StoredCredential &credential, const Workspace &workspace, const flash::Plan &plan);
[[nodiscard]] InspectorContent describe(const RegionRow &row, const PlanDocument &document);
[[nodiscard]] InspectorContent describe(const monitor::Session &session, const QList<Finding> &findings);
[[nodiscard]] InspectorContent describe(const monitor::Session &session, const LadderRow &row);

// The stack that the plan's firmware has, as the certificate rules name it.
[[nodiscard]] pki::DeviceTls device_tls(flash::TlsStack stack);

} // namespace espseal::studio
