// SPDX-License-Identifier: Apache-2.0
#include "core/wire/trace_event.h"
#include "core/wire/trace_frame.h"
#include "tests/fuzz/expect.h"

#include <algorithm>
#include <string>
#include <vector>

using namespace espseal::wire;

namespace {

struct Sink final : FrameSink {
    void frame(const Frame &frame) override
    {
        EXPECT(frame.body.size <= frame_body_max);
        log += "|F" + std::to_string(frame.kind) + "," + std::to_string(frame.seq) + ":";
        log.append(reinterpret_cast<const char *>(frame.body.data), frame.body.size);
        bytes += frame.body.size + frame_overhead;
    }
    void text(ByteView piece) override
    {
        EXPECT(piece.size > 0);
        EXPECT(std::find(piece.data, piece.data + piece.size, 0) == piece.data + piece.size);
        console.append(reinterpret_cast<const char *>(piece.data), piece.size);
        bytes += piece.size;
    }
    void damaged(uint32_t count) override
    {
        EXPECT(count > 0);
        bytes += count;
    }
    std::string log;
    std::string console;
    size_t bytes = 0; // that are accounted for
};

Sink decode(ByteView stream, uint32_t step, bool flush)
{
    Sink sink;
    FrameDecoder decoder(schema_of_kind);
    for (uint32_t at = 0; at < stream.size; at += step) {
        decoder.feed(stream.part(at, step), sink);
        if (flush)
            decoder.flush(sink);
    }
    decoder.flush(sink);
    return sink;
}

} // namespace

// How the stream is cut into pieces changes nothing, and no byte is handed out twice.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const ByteView stream { data, static_cast<uint32_t>(size) };
    const Sink whole = decode(stream, std::max(stream.size, 1u), false);
    const Sink bytes = decode(stream, 1, false);
    EXPECT(whole.log == bytes.log);
    EXPECT(whole.console == bytes.console);
    EXPECT(whole.bytes == bytes.bytes);
    EXPECT(whole.bytes <= size);
    EXPECT(decode(stream, 13, true).bytes <= size);
    return 0;
}
