// SPDX-License-Identifier: Apache-2.0
// Trace frames on the console UART: 0x00 COBS(kind, seq, body, CRC-16 big endian) 0x00.
//
// Text never holds a NUL byte, so whatever lies outside valid frames is console text. The CRC covers kind, seq, body and two
// bytes of the kind's schema hash that are not sent: a decoder with another schema for one kind sees CRC errors for that kind
// only. `seq` counts every frame modulo 256, also those dropped on the device: a gap is a loss count.
// The same frame as one text line, for transports that do not pass NUL: "#ES " base64(kind, seq, body, CRC-16) "\r\n".
#pragma once

#include "core/wire/bytes.h"

namespace espseal::wire {

inline constexpr uint32_t frame_body_max = 240;
inline constexpr uint32_t frame_overhead = 2 + 2;                                // kind, seq, CRC
inline constexpr uint32_t frame_encoded_max = frame_body_max + frame_overhead + 4; // COBS codes and both delimiters
inline constexpr uint32_t frame_line_max = 4 + ((frame_body_max + frame_overhead + 2) / 3) * 4 + 2;

// Encodes one frame; bytes written, or 0 if the body is too long or `out` too small.
[[nodiscard]] uint32_t encode_frame(uint8_t kind, uint8_t seq, uint16_t schema, ByteView body, ByteSpan out);
[[nodiscard]] uint32_t encode_frame_line(uint8_t kind, uint8_t seq, uint16_t schema, ByteView body, ByteSpan out);

struct Frame {
    uint8_t kind = 0;
    uint8_t seq = 0;
    ByteView body; // valid until the decoder's next call
};

class FrameSink {
public:
    virtual void frame(const Frame &frame) = 0;
    // Console bytes, in order, in pieces as they came.
    virtual void text(ByteView text) = 0;
    // `bytes` of a frame or of line noise were thrown away (CRC, COBS or length wrong, or bytes that are no text).
    virtual void damaged(uint32_t bytes) = 0;

protected:
    ~FrameSink() = default;
};

// Splits a UART stream into frames and text; starts in any place of a dirty stream. A damaged frame costs that frame alone:
// of a segment that is no valid frame, printable runs of at least 4 bytes are salvaged as text and the rest is counted.
class FrameDecoder {
public:
    // Schema hash of a kind, or of 0 for an unknown kind (its frames then pass if they were made with hash 0).
    using SchemaOf = uint16_t (*)(uint8_t kind);
    explicit FrameDecoder(SchemaOf schema_of) : schema_of_(schema_of) { }
    void feed(ByteView bytes, FrameSink &sink);
    // Hands out text that waits for its end; call when the line has been quiet.
    void flush(FrameSink &sink);

private:
    void segment_end(FrameSink &sink);
    void salvage(FrameSink &sink);
    bool try_line(FrameSink &sink);

    SchemaOf schema_of_;
    uint8_t buffer_[frame_encoded_max + frame_line_max] = {};
    uint32_t fill_ = 0;
    uint32_t overflow_ = 0;
    bool in_segment_ = false; // behind a 0x00
};

} // namespace espseal::wire
