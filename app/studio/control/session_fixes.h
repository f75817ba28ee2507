// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/finding.h"

namespace espseal::studio {

class Studio;

// Prefix of the action that puts a credential of the workspace into the finding's region: "certificate.put/farm-ca".
inline constexpr auto put_action = QLatin1StringView("certificate.put/");

// What is known of a session (0: of the board before any), with the fixes that this program can do itself: core knows the session,
// only the studio knows the workspace and the listener.
[[nodiscard]] QList<Finding> session_findings(const Studio &studio, quint64 session);

} // namespace espseal::studio
