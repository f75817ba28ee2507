// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/monitor/session.h"

namespace espseal::monitor {

// The device's session with the times and facts of our peer's session of the same connection. Messages are matched by order, direction
// and type; a message that only our peer saw (its trace frame was lost) is put in its place without device times.
[[nodiscard]] Session merge(Session device, const Session &peer);

// Both may be the two ends of one connection: opposite roles, and equal ports or, where a port is unknown, starts within five seconds.
[[nodiscard]] bool may_be_same(const Session &device, const Session &peer);

} // namespace espseal::monitor
