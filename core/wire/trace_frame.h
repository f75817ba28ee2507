// SPDX-License-Identifier: Apache-2.0
// Trace frames on the console UART: 0x00 COBS(kind, seq, body, CRC-16 big endian) 0x00.
//
// Text never holds a NUL byte, so whatever lies outside valid frames is console text. The CRC covers kind, seq, body and the two
// bytes of the kind's schema hash (big endian), which are not sent: a decoder with another schema for one kind sees CRC errors for
// that kind only. `seq` counts every frame modulo 256, also those dropped on the device: a gap is a loss count.
// The same frame as one text line, for transports that do not pass NUL: "#ES " base64(kind, seq, body, CRC-16) "\r\n".
#pragma once

#include "core/wire/bytes.h"

namespace espseal::wire {

inline constexpr uint32_t frame_body_max = 240;
inline constexpr uint32_t frame_overhead = 2 + 2; // kind, seq, CRC
inline constexpr uint32_t frame_encoded_max = frame_body_max + frame_overhead + 4; // COBS codes and both delimiters
inline constexpr char frame_line_prefix[] = "#ES ";
inline constexpr uint32_t frame_line_prefix_size = sizeof frame_line_prefix - 1;
inline constexpr uint32_t frame_line_max = frame_line_prefix_size + ((frame_body_max + frame_overhead + 2) / 3) * 4 + 2;

// Encodes one frame; bytes written, or 0 if the body is too long or `out` too small.
[[nodiscard]] uint32_t encode_frame(uint8_t kind, uint8_t seq, uint16_t schema, ByteView body, ByteSpan out);
[[nodiscard]] uint32_t encode_frame_line(uint8_t kind, uint8_t seq, uint16_t schema, ByteView body, ByteSpan out);

struct Frame {
    uint8_t kind = 0;
    uint8_t seq = 0;
    ByteView body; // valid during the call of FrameSink::frame
};

// Schema hash of a kind, or 0 for an unknown kind: frames of kinds that are new pass, to be skipped and counted, if they were made with
// hash 0, and count as damaged otherwise.
using SchemaOf = uint16_t (*)(uint8_t kind);

// Reads kind, seq, body, CRC-16 without COBS or base64; false if the size or the CRC is wrong. `frame.body` points into `packet`.
[[nodiscard]] bool open_packet(ByteView packet, SchemaOf schema_of, Frame &frame);

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

// Splits a UART stream into frames and text; starts in any place of a dirty stream. A damaged frame costs that frame alone and
// none of its bytes shows up as text.
//
// Text is ASCII with tab, CR, LF and ESC (colours), and UTF-8. It is handed out line by line, and without waiting for a line's
// end when a frame follows or at flush(). Of a segment between two zeros that is neither a frame nor text throughout:
// - whole lines of text with at least 4 characters are text;
// - of a line that holds other bytes the last run up to the line's end, with at least 4 characters, is text, unless the line
//   stands where a frame was due: then it is that frame's remains;
// - everything else is counted as damaged, and so is a line that starts with "#ES " and is no valid frame.
class FrameDecoder {
public:
    using SchemaOf = wire::SchemaOf;
    explicit FrameDecoder(SchemaOf schema_of)
        : schema_of_(schema_of)
    {
    }
    void feed(ByteView bytes, FrameSink &sink);
    // Hands out text that waits for its end; call when the line has been quiet (some 50 ms). Never breaks up a frame under way.
    void flush(FrameSink &sink);

private:
    void zero(FrameSink &sink);
    void line_end(FrameSink &sink);
    void make_room(FrameSink &sink);
    bool take_frame(FrameSink &sink);
    void take_lines(FrameSink &sink);
    void take_line(ByteView line, FrameSink &sink);
    void take_tail(FrameSink &sink);
    void take_text(ByteView text, FrameSink &sink);
    void drop(uint32_t bytes, FrameSink &sink);
    void consume(uint32_t bytes);
    [[nodiscard]] uint32_t lines_size() const;
    [[nodiscard]] ByteView last_line() const;

    SchemaOf schema_of_;
    uint32_t fill_ = 0;
    bool synced_ = false; // a zero has been seen
    bool framed_ = false; // behind an opening zero: a frame is due, or under way
    bool remains_ = false; // the buffer starts where a frame was due
    bool junk_ = false; // this segment has shown bytes that are no text
    uint8_t buffer_[frame_encoded_max + frame_line_max] = {};
};

} // namespace espseal::wire
