// SPDX-License-Identifier: Apache-2.0
// The sectors that Espressif's manual and examples use for credentials and settings (resources/flash/placements.json).
#pragma once

#include "core/flash/plan.h"

#include <optional>

namespace espseal::flash {

enum class PlaceReason {
    manual, // the sectors of Espressif's SSL manual
    at, // those of Espressif's AT firmware
    firmware, // where the plan's known firmware looks
    gap, // between the programs' usual slots, unused by the SDK's examples
};

struct UsualPlace {
    Address start;
    PlaceReason reason;
};

// Whole sectors that `region` needs: its content and, for a blob, the erased bytes behind it; never less than it has.
[[nodiscard]] Size needed_size(const Region &region);

// Where such a region usually lies; none for roles without a usual place.
[[nodiscard]] std::optional<UsualPlace> usual_place(const Plan &plan, const Region &region);

} // namespace espseal::flash
