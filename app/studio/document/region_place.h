// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/flash/edit.h"

namespace espseal::studio {

// Gives a region of the plan this place, whatever of start and size changes: one undo step, named after what changed.
[[nodiscard]] flash::Edit put_at(const flash::Region &region, const Range &place);

} // namespace espseal::studio
