// SPDX-License-Identifier: Apache-2.0
#include "core/wire/trace_frame.h"

#include "core/wire/base64.h"
#include "core/wire/cobs.h"
#include "core/wire/crc.h"

#include <string.h>

namespace espseal::wire {

namespace {

constexpr uint32_t crc_size = 2;
constexpr uint32_t packet_max = frame_body_max + frame_overhead;
static_assert(cobs_encoded_max(packet_max) + 2 <= frame_encoded_max);

uint16_t packet_crc(ByteView covered, uint16_t schema)
{
    const uint8_t hash[2] = { static_cast<uint8_t>(schema >> 8), static_cast<uint8_t>(schema) };
    return crc16({ hash, sizeof hash }, crc16(covered));
}

// kind, seq, body, CRC as both forms carry them; the size, or 0 if the body is too long.
uint32_t make_packet(uint8_t kind, uint8_t seq, uint16_t schema, ByteView body, uint8_t (&packet)[packet_max])
{
    if (body.size > frame_body_max)
        return 0;
    packet[0] = kind;
    packet[1] = seq;
    if (!body.empty())
        memcpy(packet + 2, body.data, body.size);
    const uint32_t covered = 2 + body.size;
    const uint16_t crc = packet_crc({ packet, covered }, schema);
    packet[covered] = static_cast<uint8_t>(crc >> 8);
    packet[covered + 1] = static_cast<uint8_t>(crc);
    return covered + crc_size;
}

} // namespace

uint32_t encode_frame(uint8_t kind, uint8_t seq, uint16_t schema, ByteView body, ByteSpan out)
{
    uint8_t packet[packet_max];
    const uint32_t size = make_packet(kind, seq, schema, body, packet);
    if (size == 0 || out.size < cobs_encoded_max(size) + 2)
        return 0;
    out.data[0] = 0;
    const uint32_t coded = cobs_encode({ packet, size }, out.data + 1);
    out.data[1 + coded] = 0;
    return coded + 2;
}

uint32_t encode_frame_line(uint8_t kind, uint8_t seq, uint16_t schema, ByteView body, ByteSpan out)
{
    uint8_t packet[packet_max];
    const uint32_t size = make_packet(kind, seq, schema, body, packet);
    const uint32_t coded = base64_encoded_size(size);
    if (size == 0 || out.size < frame_line_prefix_size + coded + 2)
        return 0;
    memcpy(out.data, frame_line_prefix, frame_line_prefix_size);
    base64_encode({ packet, size }, out.data + frame_line_prefix_size);
    memcpy(out.data + frame_line_prefix_size + coded, "\r\n", 2);
    return frame_line_prefix_size + coded + 2;
}

bool open_packet(ByteView packet, SchemaOf schema_of, Frame &frame)
{
    if (packet.size < frame_overhead || packet.size > packet_max)
        return false;
    const uint32_t covered = packet.size - crc_size;
    const uint16_t crc = static_cast<uint16_t>(packet.data[covered] << 8 | packet.data[covered + 1]);
    if (packet_crc({ packet.data, covered }, schema_of(packet.data[0])) != crc)
        return false;
    frame = { packet.data[0], packet.data[1], packet.part(2, covered - 2) };
    return true;
}

} // namespace espseal::wire
