// SPDX-License-Identifier: Apache-2.0
// The bundled agent's settings: one record at the start of a flash sector, written by the desktop, read by the device at boot.
//
// Layout (little endian): magic "ESPSEAL\x01" (8), generation (4), body length (2), CRC-32 of generation, length and body (4), body.
// The body is a sequence of fields tag (1), length (1), value; unknown tags are skipped, missing ones keep the defaults below.
// Numbers take 1 to 4 bytes, flags are 0 or 1. The agent reads the first 18 bytes of every sector from 0x10 up and takes the valid
// record of the highest generation, so the plan may put it anywhere that code does not use.
#pragma once

#include "core/wire/bytes.h"

namespace espseal::wire {

inline constexpr uint32_t agent_host_max = 63;
inline constexpr uint32_t agent_settings_max = 256; // bytes of an encoded record, at most
inline constexpr uint32_t agent_settings_header = 18;
inline constexpr uint16_t no_sector = 0xFFFF;

enum class AgentRole : uint8_t { none = 0, server = 1, client = 2, both = 3 };

struct AgentSettings {
    uint32_t generation = 1; // the highest one in flash wins
    AgentRole role = AgentRole::none;
    char host[agent_host_max + 1] = {}; // client: name or address of the server
    uint16_t remote_port = 443; // client
    uint16_t local_port = 443; // server; 0 lets the port choose one and report it in the trace
    uint16_t ca_sector = no_sector; // as given to espconn_secure_ca_enable: 0x7B means 0x7B000
    uint16_t identity_sector = no_sector; // as given to espconn_secure_cert_req_enable
    bool client_verifies = false; // client: espconn_secure_ca_enable(ESPCONN_CLIENT, ca_sector)
    bool client_authenticates = false; // client: espconn_secure_cert_req_enable(ESPCONN_CLIENT, identity_sector)
    bool server_verifies = false; // server: espconn_secure_ca_enable(ESPCONN_SERVER, ca_sector): mutual authentication
    bool check_name = true; // client: the server's CN/SAN must match `host`
    uint16_t buffer_size = 2048; // espconn_secure_set_size, 1..8192
    uint32_t unix_time_floor = 0; // seconds; the device's clock starts here when it has none (0: build time)
    uint16_t reconnect_seconds = 2; // client: pause between attempts; 0 = one attempt only
    bool emit_keylog = false; // honoured by test builds only
};

enum class AgentSettingsStatus : uint8_t { ok, erased, not_settings, truncated, damaged };

// `settings` is left alone unless the record is ok. `damaged`: wrong CRC, or a field that is cut off or out of its range.
[[nodiscard]] AgentSettingsStatus decode_agent_settings(ByteView sector, AgentSettings &settings);
// Bytes written, or 0 if `out` is smaller than agent_settings_max.
[[nodiscard]] uint32_t encode_agent_settings(const AgentSettings &settings, ByteSpan out);

} // namespace espseal::wire
