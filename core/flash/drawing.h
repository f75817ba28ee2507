// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include "core/flash/plan.h"

namespace espseal::flash {

// The map as text, for terminals: a strip to scale, then a line for each region and gap.
[[nodiscard]] QString draw(const Plan &plan);

} // namespace espseal::flash
