// SPDX-License-Identifier: Apache-2.0
#include "core/wire/agent_settings.h"

#include "core/wire/crc.h"

#include <string.h>

namespace espseal::wire {

namespace {

constexpr uint8_t magic[8] = { 'E', 'S', 'P', 'S', 'E', 'A', 'L', 1 };
constexpr uint32_t generation_at = 8;
constexpr uint32_t length_at = 12;
constexpr uint32_t crc_at = 14;

// Never renumber: flash keeps old records.
enum Tag : uint8_t {
    tag_role = 1,
    tag_host = 2,
    tag_remote_port = 3,
    tag_local_port = 4,
    tag_ca_sector = 5,
    tag_identity_sector = 6,
    tag_client_verifies = 7,
    tag_client_authenticates = 8,
    tag_server_verifies = 9,
    tag_check_name = 10,
    tag_buffer_size = 11,
    tag_unix_time_floor = 12,
    tag_reconnect_seconds = 13,
    tag_emit_keylog = 14,
};

void put_little(uint8_t *at, uint32_t value, uint32_t bytes)
{
    for (uint32_t i = 0; i < bytes; ++i)
        at[i] = static_cast<uint8_t>(value >> 8 * i);
}

uint32_t get_little(const uint8_t *at, uint32_t bytes)
{
    uint32_t value = 0;
    for (uint32_t i = 0; i < bytes; ++i)
        value |= static_cast<uint32_t>(at[i]) << 8 * i;
    return value;
}

uint32_t record_crc(const uint8_t *record, uint32_t body_size)
{
    const uint32_t head = crc32({ record + generation_at, crc_at - generation_at });
    return crc32({ record + agent_settings_header, body_size }, head);
}

// The caller gives agent_settings_max bytes, which all fields together cannot exceed.
struct FieldWriter {
    uint8_t *at;

    void number(Tag tag, uint32_t value, uint8_t bytes)
    {
        *at++ = tag;
        *at++ = bytes;
        put_little(at, value, bytes);
        at += bytes;
    }
    void text(Tag tag, const char *value, uint32_t length)
    {
        *at++ = tag;
        *at++ = static_cast<uint8_t>(length);
        memcpy(at, value, length);
        at += length;
    }
};

template <class T> bool read_number(ByteView value, T &field, uint32_t low = 0, uint32_t high = static_cast<T>(-1))
{
    if (value.empty() || value.size > 4)
        return false;
    const uint32_t number = get_little(value.data, value.size);
    if (number < low || number > high)
        return false;
    field = static_cast<T>(number);
    return true;
}

bool read_host(ByteView value, AgentSettings &settings)
{
    if (value.size > agent_host_max || (!value.empty() && memchr(value.data, 0, value.size)))
        return false;
    memset(settings.host, 0, sizeof settings.host);
    if (!value.empty())
        memcpy(settings.host, value.data, value.size);
    return true;
}

bool read_field(uint8_t tag, ByteView value, AgentSettings &settings)
{
    switch (tag) {
    case tag_role:
        return read_number(value, settings.role, 0, static_cast<uint32_t>(AgentRole::both));
    case tag_host:
        return read_host(value, settings);
    case tag_remote_port:
        return read_number(value, settings.remote_port);
    case tag_local_port:
        return read_number(value, settings.local_port);
    case tag_ca_sector:
        return read_number(value, settings.ca_sector);
    case tag_identity_sector:
        return read_number(value, settings.identity_sector);
    case tag_client_verifies:
        return read_number(value, settings.client_verifies);
    case tag_client_authenticates:
        return read_number(value, settings.client_authenticates);
    case tag_server_verifies:
        return read_number(value, settings.server_verifies);
    case tag_check_name:
        return read_number(value, settings.check_name);
    case tag_buffer_size:
        return read_number(value, settings.buffer_size, 1, 8192);
    case tag_unix_time_floor:
        return read_number(value, settings.unix_time_floor);
    case tag_reconnect_seconds:
        return read_number(value, settings.reconnect_seconds);
    case tag_emit_keylog:
        return read_number(value, settings.emit_keylog);
    default:
        return true; // of a newer writer
    }
}

bool read_body(ByteView body, AgentSettings &settings)
{
    for (uint32_t at = 0; at < body.size;) {
        if (body.size - at < 2 || body.size - at - 2 < body.data[at + 1])
            return false;
        const uint32_t length = body.data[at + 1];
        if (!read_field(body.data[at], { body.data + at + 2, length }, settings))
            return false;
        at += 2 + length;
    }
    return true;
}

bool all_erased(ByteView bytes)
{
    for (uint32_t i = 0; i < bytes.size; ++i) {
        if (bytes.data[i] != 0xFF)
            return false;
    }
    return true;
}

} // namespace

AgentSettingsStatus decode_agent_settings(ByteView sector, AgentSettings &settings)
{
    const ByteView start = sector.part(0, sizeof magic);
    if (all_erased(start))
        return AgentSettingsStatus::erased;
    if (memcmp(start.data, magic, start.size) != 0)
        return AgentSettingsStatus::not_settings;
    if (sector.size < agent_settings_header)
        return AgentSettingsStatus::truncated;
    const uint32_t length = get_little(sector.data + length_at, 2);
    if (length > agent_settings_max - agent_settings_header)
        return AgentSettingsStatus::damaged;
    if (length > sector.size - agent_settings_header)
        return AgentSettingsStatus::truncated;
    if (record_crc(sector.data, length) != get_little(sector.data + crc_at, 4))
        return AgentSettingsStatus::damaged;

    AgentSettings read;
    read.generation = get_little(sector.data + generation_at, 4);
    if (!read_body(sector.part(agent_settings_header, length), read))
        return AgentSettingsStatus::damaged;
    settings = read;
    return AgentSettingsStatus::ok;
}

uint32_t encode_agent_settings(const AgentSettings &settings, ByteSpan out)
{
    if (out.size < agent_settings_max)
        return 0;
    uint32_t host_length = 0;
    while (host_length < agent_host_max && settings.host[host_length] != 0)
        ++host_length;

    FieldWriter fields { out.data + agent_settings_header };
    fields.number(tag_role, static_cast<uint32_t>(settings.role), 1);
    fields.text(tag_host, settings.host, host_length);
    fields.number(tag_remote_port, settings.remote_port, 2);
    fields.number(tag_local_port, settings.local_port, 2);
    fields.number(tag_ca_sector, settings.ca_sector, 2);
    fields.number(tag_identity_sector, settings.identity_sector, 2);
    fields.number(tag_client_verifies, settings.client_verifies, 1);
    fields.number(tag_client_authenticates, settings.client_authenticates, 1);
    fields.number(tag_server_verifies, settings.server_verifies, 1);
    fields.number(tag_check_name, settings.check_name, 1);
    fields.number(tag_buffer_size, settings.buffer_size, 2);
    fields.number(tag_unix_time_floor, settings.unix_time_floor, 4);
    fields.number(tag_reconnect_seconds, settings.reconnect_seconds, 2);
    fields.number(tag_emit_keylog, settings.emit_keylog, 1);

    const uint32_t size = static_cast<uint32_t>(fields.at - out.data);
    memcpy(out.data, magic, sizeof magic);
    put_little(out.data + generation_at, settings.generation, 4);
    put_little(out.data + length_at, size - agent_settings_header, 2);
    put_little(out.data + crc_at, record_crc(out.data, size - agent_settings_header), 4);
    return size;
}

} // namespace espseal::wire
