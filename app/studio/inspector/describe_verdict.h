// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/studio/certificates/board_verdict.h"
#include "app/studio/inspector/inspector_content.h"

namespace espseal::studio {

// What the board says step by step, and what the handshake costs it.
[[nodiscard]] QList<FactSection> verdict_sections(const BoardVerdict &verdict);
// Its findings, and those of `known` that it does not say again.
[[nodiscard]] QList<Finding> with_verdict(const QList<Finding> &known, const BoardVerdict &verdict);

} // namespace espseal::studio
