// SPDX-License-Identifier: Apache-2.0
// One certificate in its place: shown to the plan's board, or by it. What both sides say, and what it costs the board.
#pragma once

#include "app/studio/workspace/workspace_content.h"
#include "core/flash/plan.h"
#include "core/pki/judgement.h"

namespace espseal::studio {

struct BoardVerdict {
    bool shown_by_board = false; // else shown to it
    bool board_has_ca = true; // the plan gives it one; else it cannot check
    pki::Judgement judgement;
};

// Blocking arithmetic: tens of milliseconds. Nothing for a CA.
[[nodiscard]] std::optional<BoardVerdict> board_verdict(const StoredCredential &credential, const WorkspaceContent &content, const flash::Plan &plan);

} // namespace espseal::studio
