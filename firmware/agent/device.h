// SPDX-License-Identifier: Apache-2.0
// What the parts of the application know of the device and of each other.
#pragma once

#include "core/wire/agent_settings.h"

namespace espseal::agent {

struct Device {
    uint8_t mac[6] = {};
    uint32_t reset_cause = 0;
    wire::AgentSettings settings;
    uint16_t settings_sector = wire::no_sector; // none: there are no settings
};

[[nodiscard]] Device &device();
[[nodiscard]] uint32_t uptime_seconds();

// hello.cpp: HELLO now, every 10 s, and whenever the desktop asks for it.
void start_hello();
// settings_scan.cpp: looks through the whole flash; tells what it found.
void find_settings();
void tell_settings();
// Whether the settings name the sector that a role needs; tells if they do not. `what` is to be in it.
[[nodiscard]] bool has_sector(uint16_t sector, const char *what);
// server_role.cpp, client_role.cpp
void start_server();
void start_client();
// With the identity that is in flash now; a connection that there is ends first.
void restart_server();
void restart_client();
// application.cpp: those that the settings name.
void restart_roles();

} // namespace espseal::agent
