// SPDX-License-Identifier: Apache-2.0
// What the map says about a place: shown when the pointer rests there, read out when the keyboard gets there.
#pragma once

#include "app/studio/map/region_model.h"

namespace espseal::studio {

// Name, role, range, sectors as the SDK counts them, content, state or finding; one fact a line.
[[nodiscard]] QString region_detail(const RegionRow &row);
// The same for a place where no region lies: free, or left for the next update over the air.
[[nodiscard]] QString gap_detail(const flash::Plan &plan, Address address);

} // namespace espseal::studio
