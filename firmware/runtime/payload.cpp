// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/payload.h"

#include <string.h>

namespace espseal::runtime {

namespace {

// Bytes of the SEQUENCE at `offset`, header included; 0 if there is none or it does not fit.
uint32_t sequence_size(const Source &source, uint32_t offset)
{
    uint8_t head[2];
    if (!source.read(offset, head, sizeof head) || head[0] != 0x30)
        return 0;
    const uint32_t more = head[1] & 0x80 ? head[1] & 0x7F : 0;
    uint8_t octets[3];
    if (more > sizeof octets || head[1] == 0x80 || !source.read(offset + 2, octets, more))
        return 0;
    uint32_t length = more > 0 ? 0 : head[1];
    for (uint32_t i = 0; i < more; ++i)
        length = length << 8 | octets[i];
    const uint32_t total = 2 + more + length;
    return total <= source.size() - offset ? total : 0;
}

bool pass_on(const Source &source, uint32_t offset, uint32_t size, DerSink &sink)
{
    uint8_t piece[source_piece];
    for (uint32_t at = 0; at < size; at += source_piece) {
        const uint32_t count = size - at < source_piece ? size - at : source_piece;
        if (!source.read(offset + at, piece, count))
            return false;
        sink.bytes(piece, count);
    }
    return true;
}

bool read_der(const Source &source, DerSink &sink)
{
    uint32_t offset = 0;
    for (;;) {
        const uint32_t size = offset < source.size() ? sequence_size(source, offset) : 0;
        if (size == 0)
            return offset > 0; // padding may follow
        if (sink.begin(nullptr) && (!pass_on(source, offset, size, sink) || !sink.end()))
            return false;
        offset += size;
    }
}

void to_sink(void *sink, const void *data, size_t size)
{
    static_cast<DerSink *>(sink)->bytes(static_cast<const uint8_t *>(data), static_cast<uint32_t>(size));
}

struct PemReader {
    br_pem_decoder_context &decoder;
    DerSink &sink;
    bool wanted = false;
    uint32_t objects = 0;

    bool push(const uint8_t *data, uint32_t size)
    {
        while (size > 0) {
            const auto taken = static_cast<uint32_t>(br_pem_decoder_push(&decoder, data, size));
            data += taken;
            size -= taken;
            if (!event(br_pem_decoder_event(&decoder)))
                return false;
        }
        return true;
    }
    bool event(int event)
    {
        if (event == BR_PEM_BEGIN_OBJ) {
            wanted = sink.begin(br_pem_decoder_name(&decoder));
            br_pem_decoder_setdest(&decoder, wanted ? to_sink : nullptr, &sink);
        } else if (event == BR_PEM_END_OBJ && wanted) {
            ++objects;
            return sink.end();
        }
        return event != BR_PEM_ERROR;
    }
};

bool read_pem(const Source &source, br_pem_decoder_context &decoder, DerSink &sink)
{
    br_pem_decoder_init(&decoder);
    PemReader reader { decoder, sink };
    uint8_t piece[source_piece];
    for (uint32_t at = 0; at < source.size(); at += source_piece) {
        const uint32_t count = source.size() - at < source_piece ? source.size() - at : source_piece;
        if (!source.read(at, piece, count) || !reader.push(piece, count))
            return false;
    }
    constexpr uint8_t line_end = '\n'; // the last line may lack it
    return reader.push(&line_end, 1) && reader.objects > 0;
}

} // namespace

bool is_certificate(const char *pem_name)
{
    return !pem_name || strcmp(pem_name, "CERTIFICATE") == 0 || strcmp(pem_name, "X509 CERTIFICATE") == 0;
}

bool is_private_key(const char *pem_name)
{
    return !pem_name || strcmp(pem_name, "RSA PRIVATE KEY") == 0 || strcmp(pem_name, "EC PRIVATE KEY") == 0 || strcmp(pem_name, "PRIVATE KEY") == 0;
}

bool read_payload(const Source &source, br_pem_decoder_context &scratch, DerSink &sink)
{
    return sequence_size(source, 0) > 0 ? read_der(source, sink) : read_pem(source, scratch, sink);
}

} // namespace espseal::runtime
