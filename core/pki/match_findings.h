// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pki/match.h"

namespace espseal::pki {

// What stays over in a heap, a sentence each.
[[nodiscard]] QList<Finding> match_findings(const Matching &matching);

} // namespace espseal::pki
