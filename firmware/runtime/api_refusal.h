// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/runtime/include/espconn.h"

namespace espseal::runtime {

// Tells trace and console that a call broke a rule; returns `code`.
sint8 refused(const char *call, sint8 code, const char *why);
// The same for calls that answer with a bool: false.
bool refused(const char *call, const char *why);

[[nodiscard]] inline bool is_tcp(const espconn *connection)
{
    return connection && connection->type == ESPCONN_TCP && connection->proto.tcp;
}

} // namespace espseal::runtime
