// SPDX-License-Identifier: Apache-2.0
#include "core/wire/base64.h"

namespace espseal::wire {

namespace {

constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr uint32_t no_digit = 64;

uint32_t digit(uint8_t c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26u;
    if (c >= '0' && c <= '9')
        return c - '0' + 52u;
    return c == '+' ? 62 : c == '/' ? 63 : no_digit;
}

} // namespace

void base64_encode(ByteView bytes, uint8_t *out)
{
    for (uint32_t at = 0; at < bytes.size; at += 3) {
        const ByteView group = bytes.part(at, 3);
        uint32_t bits = 0;
        for (uint32_t i = 0; i < 3; ++i)
            bits = bits << 8 | (i < group.size ? group.data[i] : 0u);
        for (uint32_t i = 0; i < 4; ++i)
            *out++ = static_cast<uint8_t>(i <= group.size ? alphabet[bits >> (18 - 6 * i) & 63] : '=');
    }
}

bool base64_decode(ByteView text, uint8_t *out, uint32_t &size)
{
    size = 0;
    if (text.size % 4 != 0)
        return false;
    for (uint32_t at = 0; at < text.size; at += 4) {
        const uint8_t *group = text.data + at;
        const bool last = at + 4 == text.size;
        const uint32_t padding = last && group[3] == '=' ? (group[2] == '=' ? 2 : 1) : 0;
        uint32_t bits = 0;
        for (uint32_t i = 0; i < 4 - padding; ++i) {
            const uint32_t value = digit(group[i]);
            if (value == no_digit)
                return false;
            bits |= value << (18 - 6 * i);
        }
        if ((bits & ((1u << 8 * padding) - 1)) != 0)
            return false;
        for (uint32_t i = 0; i < 3 - padding; ++i)
            out[size++] = static_cast<uint8_t>(bits >> (16 - 8 * i));
    }
    return true;
}

} // namespace espseal::wire
