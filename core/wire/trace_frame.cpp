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

uint16_t with_schema(uint16_t crc, uint16_t schema)
{
    const uint8_t hash[2] = { static_cast<uint8_t>(schema >> 8), static_cast<uint8_t>(schema) };
    return crc16({ hash, sizeof hash }, crc);
}

// What stands around a body: kind and seq in front, the CRC behind.
struct Cover {
    uint8_t head[2];
    uint8_t crc[crc_size];
};

Cover cover(uint8_t kind, uint8_t seq, uint16_t schema, ByteView body)
{
    Cover made { { kind, seq }, {} };
    const uint16_t crc = with_schema(crc16(body, crc16({ made.head, sizeof made.head })), schema);
    made.crc[0] = static_cast<uint8_t>(crc >> 8);
    made.crc[1] = static_cast<uint8_t>(crc);
    return made;
}

} // namespace

uint32_t encode_frame(uint8_t kind, uint8_t seq, uint16_t schema, ByteView body, ByteSpan out)
{
    if (body.size > frame_body_max || out.size < cobs_encoded_max(body.size + frame_overhead) + 2)
        return 0;
    const Cover around = cover(kind, seq, schema, body);
    out.data[0] = 0;
    CobsWriter writer(out.data + 1);
    writer.put({ around.head, sizeof around.head });
    writer.put(body);
    writer.put({ around.crc, sizeof around.crc });
    const uint32_t coded = writer.finish();
    out.data[1 + coded] = 0;
    return coded + 2;
}

uint32_t encode_frame_line(uint8_t kind, uint8_t seq, uint16_t schema, ByteView body, ByteSpan out)
{
    const uint32_t size = body.size + frame_overhead;
    const uint32_t coded = base64_encoded_size(size);
    if (body.size > frame_body_max || out.size < frame_line_prefix_size + coded + 2)
        return 0;
    const Cover around = cover(kind, seq, schema, body);
    uint8_t packet[packet_max];
    memcpy(packet, around.head, sizeof around.head);
    if (!body.empty())
        memcpy(packet + sizeof around.head, body.data, body.size);
    memcpy(packet + sizeof around.head + body.size, around.crc, sizeof around.crc);

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
    if (with_schema(crc16({ packet.data, covered }), schema_of(packet.data[0])) != crc)
        return false;
    frame = { packet.data[0], packet.data[1], packet.part(2, covered - 2) };
    return true;
}

} // namespace espseal::wire
