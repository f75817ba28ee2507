// SPDX-License-Identifier: Apache-2.0
#include "core/wire/trace_event.h"
#include "core/wire/trace_frame.h"
#include "tests/fuzz/expect.h"

#include <string>
#include <vector>

using namespace espseal::wire;

namespace {

struct Printer {
    std::string out;
    void operator()(const Text &text) { out.append(text.data, text.size).append("\n"); }
    void operator()(const ByteView &bytes) { out.append(reinterpret_cast<const char *>(bytes.data), bytes.size).append("\n"); }
    template <class T> void operator()(const T &number) { out += std::to_string(static_cast<uint64_t>(number)) + "\n"; }
};

template <class Event> std::string print(Event event)
{
    Printer printer;
    event.each(printer);
    return printer.out;
}

// What can be read can be written, and is read as the same then.
template <class Event> void check(uint8_t kind, ByteView body)
{
    if (kind != static_cast<uint8_t>(Event::kind))
        return;
    uint64_t delta = 0;
    Event event;
    if (!decode_body(body, delta, event))
        return;
    uint8_t out[frame_body_max];
    const uint32_t size = encode_body(delta, event, { out, sizeof out });
    if (size == 0) // missing fields take room when they are written
        return;
    uint64_t delta_again = 0;
    Event again;
    EXPECT(decode_body({ out, size }, delta_again, again));
    EXPECT(delta_again == delta);
    EXPECT(print(again) == print(event));
}

template <class... Events> void check_all(uint8_t kind, ByteView body)
{
    (check<Events>(kind, body), ...);
}

} // namespace

// The first byte is the kind, the rest the body.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const ByteView body { data + 1, static_cast<uint32_t>(size - 1) };
    check_all<Hello, Settings, SessionStart, Tcp, Record, Message, Certificate, BlobRead, Alert, Negotiated, HandshakeDone, SessionEnd, Application, Memory,
        RuntimeError, Dropped, KeyLog>(data[0], body);
    return 0;
}
