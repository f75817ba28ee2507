// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace espseal::bench {

// How the time of `flash check` grows with the number of regions, measured in this process: the peer is the same check of a quarter of the regions.
void print_plan_growth();

} // namespace espseal::bench
