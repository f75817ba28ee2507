// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>

#include "app/studio/selection.h"

namespace espseal::studio {

class Studio;

// Ids of the actions that make sense for what is selected on the Certificates page, in the order of a context menu; an empty id is a separator.
// With `all`, also those that are off at the moment; else, for the inspector, the few that count.
[[nodiscard]] QStringList offers_for(const Subject &subject, const Studio &studio, bool all);

} // namespace espseal::studio
