// SPDX-License-Identifier: Apache-2.0
// Edits that give a region of the plan its content, whatever it had before: each is one undo step.
#pragma once

#include "core/flash/edit.h"

namespace espseal::studio {

[[nodiscard]] flash::Edit fill_with_credential(const flash::Region &region, const QString &credential);
[[nodiscard]] flash::Edit fill_with_file(const flash::Region &region, const QString &file);
[[nodiscard]] flash::Edit leave_as_it_is(const flash::Region &region);
// An identity: the device makes its key, nothing is written there.
[[nodiscard]] flash::Edit leave_to_device(const flash::Region &region);
// The same for every identity that the plan writes; nothing in it: there is none, or the plan is not for the agent, who alone makes keys.
[[nodiscard]] flash::EditList leave_identities_to_device(const flash::Plan &plan);

} // namespace espseal::studio
