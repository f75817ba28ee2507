// SPDX-License-Identifier: Apache-2.0
// The device's firmware as a setting of the plan: what every judgement asks for.
#pragma once

#include "core/flash/edit.h"
#include "core/pki/device_profile.h"

namespace espseal::studio {

[[nodiscard]] pki::DeviceProfile device_profile(const flash::Plan &plan);
// One undo step that makes device_profile(plan) this one.
[[nodiscard]] flash::Edit set_device_profile(const flash::Plan &plan, const pki::DeviceProfile &profile);
// Those that a user chooses from, newest first: ours, the SDK's builds where something changed.
[[nodiscard]] QList<pki::DeviceProfile> known_profiles();

} // namespace espseal::studio
