// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDir>

namespace espseal::studio {

// Pictures of the Certificates page: the guided choice, its panels, 200 certificates, a failing judgement, light and dark. False if it got stuck.
[[nodiscard]] bool certificate_tour(const QDir &folder);

} // namespace espseal::studio
