// SPDX-License-Identifier: Apache-2.0
#include "core/wire/base64.h"
#include "core/wire/cobs.h"
#include "core/wire/console_text.h"
#include "core/wire/trace_frame.h"

#include <string.h>

namespace espseal::wire {

namespace {

constexpr uint32_t coded_max = cobs_encoded_max(frame_body_max + frame_overhead);
constexpr uint32_t run_min = 4; // shorter runs of text bytes are common in damaged frames

bool worth_showing(ByteView text)
{
    return visible_size(text) >= run_min;
}

bool is_frame_line(ByteView line)
{
    return line.size >= frame_line_prefix_size && memcmp(line.data, frame_line_prefix, frame_line_prefix_size) == 0;
}

bool may_become_frame_line(ByteView start)
{
    return memcmp(start.data, frame_line_prefix, start.part(0, frame_line_prefix_size).size) == 0;
}

} // namespace

void FrameDecoder::feed(ByteView bytes, FrameSink &sink)
{
    for (uint32_t i = 0; i < bytes.size; ++i) {
        const uint8_t byte = bytes.data[i];
        if (byte == 0) {
            zero(sink);
            continue;
        }
        if (fill_ == sizeof buffer_)
            make_room(sink);
        buffer_[fill_++] = byte;
        if (fill_ > coded_max)
            framed_ = false;
        if (byte == '\n')
            line_end(sink);
    }
}

void FrameDecoder::flush(FrameSink &sink)
{
    if (framed_) {
        // A whole line of text is no frame: the zero before it was noise.
        const ByteView line = last_line();
        if (junk_size(line) > 0 || !worth_showing(line))
            return;
        framed_ = false;
    }
    take_lines(sink);
    junk_ = false;
    const ByteView rest { buffer_, fill_ };
    if (junk_size(rest) == 0 && !may_become_frame_line(rest))
        take_tail(sink);
}

void FrameDecoder::zero(FrameSink &sink)
{
    const bool was_framed = framed_;
    if (fill_ == 0) {
        framed_ = true;
    } else if (take_frame(sink)) {
        framed_ = false;
    } else {
        junk_ |= junk_size({ buffer_, fill_ }) > 0;
        take_lines(sink);
        junk_ |= !synced_; // the very first bytes may be a frame's end
        take_tail(sink);
        // Behind a damaged frame this zero is its end, else the next one's start.
        framed_ = !(was_framed && junk_);
    }
    remains_ = framed_;
    junk_ = false;
    synced_ = true;
}

// In a frame a line feed means nothing; and a few text bytes before one may be the head of a frame whose zero got lost.
void FrameDecoder::line_end(FrameSink &sink)
{
    const ByteView line = last_line();
    if (framed_ || (!is_frame_line(line) && (junk_size(line) > 0 || !worth_showing(line))))
        return;
    take_lines(sink);
    junk_ = false;
}

void FrameDecoder::make_room(FrameSink &sink)
{
    take_lines(sink);
    if (fill_ < sizeof buffer_)
        return;
    const uint32_t junk = junk_size({ buffer_, fill_ });
    if (junk > 0) {
        drop(junk, sink);
        consume(junk);
    } else {
        // Keep what may turn out to be a frame whose opening zero got lost.
        const uint32_t certain = fill_ - coded_max;
        take_text({ buffer_, certain }, sink);
        consume(certain);
    }
}

bool FrameDecoder::take_frame(FrameSink &sink)
{
    uint8_t packet[coded_max];
    uint32_t size = 0;
    Frame frame;
    if (fill_ > coded_max || !cobs_decode({ buffer_, fill_ }, packet, size) || !open_packet({ packet, size }, schema_of_, frame))
        return false;
    fill_ = 0;
    sink.frame(frame);
    return true;
}

void FrameDecoder::take_lines(FrameSink &sink)
{
    const uint32_t end = lines_size();
    junk_ |= junk_size({ buffer_, end }) > 0;
    for (uint32_t start = 0, i = 0; i < end; ++i) {
        if (buffer_[i] != '\n')
            continue;
        take_line({ buffer_ + start, i + 1 - start }, sink);
        start = i + 1;
        remains_ = false;
    }
    consume(end);
}

void FrameDecoder::take_line(ByteView line, FrameSink &sink)
{
    if (is_frame_line(line)) {
        uint32_t end = line.size - 1;
        if (line.data[end - 1] == '\r')
            --end;
        uint8_t packet[frame_line_max];
        uint32_t size = 0;
        Frame frame;
        const ByteView coded = line.part(frame_line_prefix_size, end - frame_line_prefix_size);
        if (end <= frame_line_max && base64_decode(coded, packet, size) && open_packet({ packet, size }, schema_of_, frame))
            sink.frame(frame);
        else
            drop(line.size, sink);
        return;
    }
    const uint32_t junk = junk_size(line);
    if (junk == 0) {
        take_text(line, sink);
    } else if (remains_) {
        drop(line.size, sink);
    } else {
        drop(junk, sink);
        take_text(line.part(junk), sink);
    }
}

// What is left behind the last line feed of a segment.
void FrameDecoder::take_tail(FrameSink &sink)
{
    const ByteView tail { buffer_, fill_ };
    if (tail.empty())
        return;
    fill_ = 0;
    if (junk_size(tail) > 0 || (framed_ && junk_))
        drop(tail.size, sink);
    else
        take_text(tail, sink);
}

void FrameDecoder::take_text(ByteView text, FrameSink &sink)
{
    if (junk_ && !worth_showing(text))
        drop(text.size, sink);
    else
        sink.text(text);
}

void FrameDecoder::drop(uint32_t bytes, FrameSink &sink)
{
    junk_ = true;
    sink.damaged(bytes);
}

void FrameDecoder::consume(uint32_t bytes)
{
    fill_ -= bytes;
    memmove(buffer_, buffer_ + bytes, fill_);
}

// Bytes up to and with the last line feed.
uint32_t FrameDecoder::lines_size() const
{
    uint32_t end = fill_;
    while (end > 0 && buffer_[end - 1] != '\n')
        --end;
    return end;
}

// The line that ended last; empty if none has ended.
ByteView FrameDecoder::last_line() const
{
    const uint32_t end = lines_size();
    uint32_t start = end > 0 ? end - 1 : 0;
    while (start > 0 && buffer_[start - 1] != '\n')
        --start;
    return { buffer_ + start, end - start };
}

} // namespace espseal::wire
