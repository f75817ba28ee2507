// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDir>

namespace espseal::studio {

// Pictures of the Flash map page: small and large chips, a conflict during a drag, what is on a board, print.
[[nodiscard]] bool map_tour(const QDir &folder);

} // namespace espseal::studio
