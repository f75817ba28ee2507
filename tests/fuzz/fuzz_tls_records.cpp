// SPDX-License-Identifier: Apache-2.0
#include "core/wire/tls_reader.h"
#include "tests/fuzz/expect.h"

#include <algorithm>
#include <string>

using namespace espseal::wire;

namespace {

struct Sink final : TlsReaderSink {
    void record(const TlsRecord &record) override
    {
        add('R', record.type, record.length, record.encrypted);
        EXPECT(!ended);
    }
    void handshake(const TlsHandshake &message) override
    {
        add('H', message.type, message.length, message.encrypted);
        open = true;
    }
    void handshake_end(const TlsHandshake &message) override
    {
        EXPECT(open);
        open = false;
        add('/', message.type, message.length, message.encrypted);
    }
    void alert(const TlsAlert &alert) override { add('A', alert.level, alert.description, alert.encrypted); }
    void not_tls(uint8_t first_byte) override
    {
        add('!', first_byte, 0, false);
        ended = true;
    }

    std::string log;

private:
    void add(char what, uint32_t first, uint32_t second, bool encrypted)
    {
        EXPECT(!ended);
        log += what + std::to_string(first) + ":" + std::to_string(second) + (encrypted ? "e" : "");
    }
    bool open = false;
    bool ended = false;
};

std::string read(ByteView stream, uint32_t step)
{
    Sink sink;
    TlsReader reader;
    for (uint32_t at = 0; at < stream.size; at += step)
        reader.feed(stream.part(at, step), sink);
    return sink.log;
}

} // namespace

// How the stream is cut into pieces changes nothing; messages end once; nothing follows what is no TLS.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const ByteView stream { data, static_cast<uint32_t>(size) };
    const std::string whole = read(stream, std::max(stream.size, 1u));
    EXPECT(read(stream, 1) == whole);
    EXPECT(read(stream, 7) == whole);
    return 0;
}
