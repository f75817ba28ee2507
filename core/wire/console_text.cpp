// SPDX-License-Identifier: Apache-2.0
#include "core/wire/console_text.h"

namespace espseal::wire {

namespace {

constexpr bool is_ascii_text(uint8_t c)
{
    return (c >= 0x20 && c < 0x7F) || c == '\t' || c == '\r' || c == '\n' || c == 0x1B;
}

// Bytes of the character at the start, or 0 if there is none (RFC 3629 section 4).
uint32_t character_size(ByteView bytes)
{
    const uint8_t lead = bytes.data[0];
    if (is_ascii_text(lead))
        return 1;
    const uint32_t size = lead >= 0xC2 && lead <= 0xDF ? 2u : lead >= 0xE0 && lead <= 0xEF ? 3u : lead >= 0xF0 && lead <= 0xF4 ? 4u : 0u;
    if (size == 0 || bytes.size < size)
        return 0;
    for (uint32_t i = 1; i < size; ++i) {
        if ((bytes.data[i] & 0xC0) != 0x80)
            return 0;
    }
    const uint8_t second = bytes.data[1];
    const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    const bool outside = (lead == 0xED && second > 0x9F) || (lead == 0xF4 && second > 0x8F);
    return overlong || outside ? 0 : size;
}

} // namespace

uint32_t junk_size(ByteView bytes)
{
    uint32_t junk = 0;
    for (uint32_t at = 0; at < bytes.size;) {
        const uint32_t size = character_size(bytes.part(at));
        at += size > 0 ? size : 1;
        if (size == 0)
            junk = at;
    }
    return junk;
}

uint32_t visible_size(ByteView text)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < text.size; ++i)
        count += text.data[i] != '\r' && text.data[i] != '\n';
    return count;
}

} // namespace espseal::wire
