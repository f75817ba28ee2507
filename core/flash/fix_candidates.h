// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/flash/rules.h"

#include <vector>

namespace espseal::flash::rules {

struct Candidate {
    FixAction action;
    QString sentence; // the finding's `fix` if this candidate is the first that works
};

using Candidates = std::vector<Candidate>;

// What might remove the finding, best first. Nothing is tried yet.
[[nodiscard]] Candidates candidates_for(const Context &context, const Finding &finding);

} // namespace espseal::flash::rules
