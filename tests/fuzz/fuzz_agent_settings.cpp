// SPDX-License-Identifier: Apache-2.0
#include "core/wire/agent_settings.h"
#include "core/wire/crc.h"
#include "tests/fuzz/expect.h"

#include <cstring>
#include <vector>

using namespace espseal::wire;

namespace {

// What can be read can be written, and is read as the same then.
void check(ByteView sector)
{
    AgentSettings settings;
    if (decode_agent_settings(sector, settings) != AgentSettingsStatus::ok)
        return;
    uint8_t out[agent_settings_max];
    const uint32_t size = encode_agent_settings(settings, { out, sizeof out });
    EXPECT(size > 0);
    AgentSettings again;
    EXPECT(decode_agent_settings({ out, size }, again) == AgentSettingsStatus::ok);
    EXPECT(again.generation == settings.generation && again.role == settings.role && again.buffer_size == settings.buffer_size);
    EXPECT(std::strcmp(again.host, settings.host) == 0);
    EXPECT(again.remote_port == settings.remote_port && again.unix_time_floor == settings.unix_time_floor);
}

} // namespace

// Once as it is, once with the length and the checksum that its body needs: no fuzzer guesses a CRC-32.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check({ data, static_cast<uint32_t>(size) });

    std::vector<uint8_t> sector(data, data + size);
    if (size < agent_settings_header || size > 0xFFFF)
        return 0;
    const uint32_t body = static_cast<uint32_t>(size) - agent_settings_header;
    sector[12] = static_cast<uint8_t>(body);
    sector[13] = static_cast<uint8_t>(body >> 8);
    const uint32_t crc = crc32({ sector.data() + agent_settings_header, body }, crc32({ sector.data() + 8, 6 }));
    for (uint32_t i = 0; i < 4; ++i)
        sector[14 + i] = static_cast<uint8_t>(crc >> 8 * i);
    check({ sector.data(), static_cast<uint32_t>(size) });
    return 0;
}
