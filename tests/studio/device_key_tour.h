// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDir>

namespace espseal::studio {

// Pictures of a key that the board makes, of the question before it is overwritten, and of the user's own profiles.
[[nodiscard]] bool device_key_tour(const QDir &folder);

} // namespace espseal::studio
