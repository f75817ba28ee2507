// SPDX-License-Identifier: Apache-2.0
#include "core/wire/trace_body.h"

#include "core/wire/trace_frame.h"

#include <string.h>

namespace espseal::wire {

namespace detail {

void BodyWriter::number(uint64_t value)
{
    uint8_t digits[10];
    uint32_t count = 0;
    do {
        digits[count++] = static_cast<uint8_t>((value & 0x7F) | (value > 0x7F ? 0x80 : 0));
        value >>= 7;
    } while (value != 0);
    raw(digits, count);
}

void BodyWriter::bytes(const uint8_t *data, uint32_t length)
{
    number(length);
    raw(data, length);
}

void BodyWriter::raw(const uint8_t *data, uint32_t length)
{
    const uint32_t room = out.size < frame_body_max ? out.size : frame_body_max;
    if (failed || length > room - size) {
        failed = true;
        return;
    }
    if (length > 0)
        memcpy(out.data + size, data, length);
    size += length;
}

uint64_t BodyReader::number(uint64_t limit)
{
    uint64_t value = 0;
    for (uint32_t shift = 0; more() && shift < 64; shift += 7) {
        const uint8_t digit = in.data[at++];
        if (shift == 63 && digit > 1)
            break;
        value |= static_cast<uint64_t>(digit & 0x7F) << shift;
        if (digit & 0x80)
            continue;
        if (value > limit)
            break;
        return value;
    }
    failed = true;
    return 0;
}

ByteView BodyReader::bytes()
{
    const uint32_t length = static_cast<uint32_t>(number(UINT32_MAX));
    if (failed || length > in.size - at) {
        failed = true;
        return {};
    }
    const ByteView view { in.data + at, length };
    at += length;
    return view;
}

} // namespace detail

} // namespace espseal::wire
