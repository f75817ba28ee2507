// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdint.h>

namespace espseal::agent {

// Boots the application on whatever port is linked; returns at once, the port's main loop does the rest.
// `mac` is copied; `reset_cause` is the ROM's.
void start(const uint8_t (&mac)[6], uint32_t reset_cause);

} // namespace espseal::agent
