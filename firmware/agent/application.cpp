// SPDX-License-Identifier: Apache-2.0
#include "firmware/agent/application.h"

#include "firmware/agent/device.h"
#include "firmware/agent/own_key.h"
#include "firmware/runtime/console.h"
#include "firmware/runtime/include/espseal_secure.h"
#include "firmware/runtime/port.h"
#include "firmware/runtime/trace.h"

#include <string.h>

namespace espseal::agent {

namespace {

constinit Device the_device;

void print_banner()
{
    runtime::Line().end(); // ends whatever the ROM left unfinished
    runtime::Line("espseal-agent " ESPSEAL_VERSION ", TLS by BearSSL 0.6").end();
    runtime::Line("mac ").mac(the_device.mac).add(", flash ").number(port::flash_size() / 1024).add(" KB, reset cause ").number(the_device.reset_cause).end();
}

bool has_role(wire::AgentRole role)
{
    return static_cast<uint8_t>(the_device.settings.role) & static_cast<uint8_t>(role);
}

} // namespace

Device &device()
{
    return the_device;
}

uint32_t uptime_seconds()
{
    return static_cast<uint32_t>(port::now_us() / 1000000);
}

void restart_roles()
{
    if (has_role(wire::AgentRole::server))
        restart_server();
    if (has_role(wire::AgentRole::client))
        restart_client();
}

void start(const uint8_t (&mac)[6], uint32_t reset_cause)
{
    memcpy(the_device.mac, mac, sizeof mac);
    the_device.reset_cause = reset_cause;
    port::console_on_ready([](void *) { runtime::trace().drain(); });
    print_banner();
    find_settings();
    const wire::AgentSettings &settings = the_device.settings;
    (void)espconn_secure_set_size(ESPCONN_BOTH, settings.buffer_size);
    espseal_secure_set_time_floor(settings.unix_time_floor > 0 ? settings.unix_time_floor : ESPSEAL_BUILD_TIME);
    (void)(settings.emit_keylog && espseal_secure_set_keylog(true));
    start_hello();
    tell_settings();
    recover_identity();

    if (has_role(wire::AgentRole::server))
        start_server();
    if (has_role(wire::AgentRole::client))
        start_client();
    if (settings.role == wire::AgentRole::none)
        runtime::Line("no role in the settings: nothing to do, waiting").end();
}

} // namespace espseal::agent
