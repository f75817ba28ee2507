// SPDX-License-Identifier: Apache-2.0
// Good places for what a plan does not pin, from the sectors that Espressif's manual and examples use and the measured ends of the programs.
#pragma once

#include "core/flash/plan.h"

namespace espseal::flash {

struct Placement {
    QString region;
    Range slot;
    QString reason; // translated sentence: why there
};

struct Suggestion {
    Plan plan;
    QList<Placement> placements; // every region that was placed, in the plan's order
};

// Places every credential, settings, file-system and user region that is not pinned; sizes grow to hold the content and, for blobs, the erased bytes
// behind it. Programs move to their map's addresses. Error: `no-room`, naming the region.
[[nodiscard]] Result<Suggestion> suggest(const Plan &plan);

// The regions that every plan of this chip and map has (bootloader, user1, user2 or eagle.flash, irom0text), with their usual slots.
[[nodiscard]] QList<Region> program_regions(Size chip, MapKind map);

// A plan to start from: programs, ca, identity, agent settings, all placed. Error: `map-unsupported` if the chip has no such map.
[[nodiscard]] Result<Plan> default_plan(Size chip, MapKind map, const AgentPlan &agent);

} // namespace espseal::flash
