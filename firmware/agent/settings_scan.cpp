// SPDX-License-Identifier: Apache-2.0
#include "firmware/agent/device.h"
#include "firmware/runtime/console.h"
#include "firmware/runtime/include/espconn.h"
#include "firmware/runtime/port.h"
#include "firmware/runtime/trace.h"

namespace espseal::agent {

namespace {

constexpr uint32_t sector_size = 4096;
constexpr uint32_t first_sector = 0x10; // below lie the boot loader and the application

bool read_record(uint32_t sector, wire::AgentSettings &settings)
{
    uint8_t record[wire::agent_settings_max];
    const uint32_t address = sector * sector_size;
    if (!port::flash_read(address, record, wire::agent_settings_header) || record[0] != 'E')
        return false;
    if (!port::flash_read(address, record, sizeof record))
        return false;
    return wire::decode_agent_settings({ record, sizeof record }, settings) == wire::AgentSettingsStatus::ok;
}

} // namespace

void find_settings()
{
    Device &found = device();
    const uint32_t sectors = port::flash_size() / sector_size;
    for (uint32_t sector = first_sector; sector < sectors; ++sector) {
        wire::AgentSettings settings;
        if (!read_record(sector, settings))
            continue;
        if (found.settings_sector != wire::no_sector && settings.generation <= found.settings.generation)
            continue;
        found.settings = settings;
        found.settings_sector = static_cast<uint16_t>(sector);
    }
}

void tell_settings()
{
    const Device &found = device();
    const wire::AgentSettings &settings = found.settings;
    wire::Settings event;
    event.sector = found.settings_sector;
    event.role = static_cast<uint8_t>(settings.role);
    event.host = runtime::text_of(settings.host);
    event.remote_port = settings.remote_port;
    event.local_port = settings.local_port;
    event.ca_sector = settings.ca_sector;
    event.identity_sector = settings.identity_sector;
    event.client_verifies = settings.client_verifies;
    event.client_authenticates = settings.client_authenticates;
    event.server_verifies = settings.server_verifies;
    runtime::trace().emit(event);

    if (found.settings_sector == wire::no_sector)
        runtime::Line("no settings in flash").end();
    else
        runtime::Line("settings at 0x").hex(found.settings_sector * sector_size).add(", generation ").number(settings.generation).end();
}

bool has_sector(uint16_t sector, const char *what)
{
    if (sector != wire::no_sector)
        return true;
    runtime::Line line("the settings name no sector for ");
    line.add(what);
    wire::RuntimeError event;
    event.espconn = ESPCONN_ARG;
    event.where = runtime::text_of("settings");
    event.what = line.text();
    runtime::trace().emit(event);
    line.end();
    return false;
}

} // namespace espseal::agent
