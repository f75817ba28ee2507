// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdint.h>

namespace espseal::agent {

// Reads the identity blob and gives it to espconn_secure_set_default_*. False: it cannot be used; the trace then has a session
// that ended before it began, with the reason.
[[nodiscard]] bool give_server_identity(uint32_t sector);

} // namespace espseal::agent
