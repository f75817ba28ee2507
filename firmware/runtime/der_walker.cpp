// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/der_walker.h"

#include <string.h>

namespace espseal::runtime {

namespace {
constexpr uint8_t constructed = 0x20;
constexpr uint8_t octet_string = 0x04;
} // namespace

void DerWalker::feed(wire::ByteView bytes, DerVisitor &visitor)
{
    for (uint32_t at = 0; at < bytes.size && !broken_;) {
        if (!in_content_) {
            header_byte(bytes.data[at++], visitor);
            continue;
        }
        const uint32_t rest = bytes.size - at;
        const uint32_t take = rest < content_left_ ? rest : content_left_;
        const uint32_t room = content_max - content_fill_;
        const uint32_t kept = take < room ? take : room;
        memcpy(content_ + content_fill_, bytes.data + at, kept);
        content_fill_ += kept;
        content_left_ -= take;
        at += take;
        consume(take);
        if (content_left_ == 0) {
            visitor.primitive(*this, tag_, { content_, content_fill_ });
            in_content_ = false;
            close_ended();
        }
    }
}

void DerWalker::header_byte(uint8_t byte, DerVisitor &visitor)
{
    consume(1);
    if (broken_)
        return;
    if (header_fill_ == 0) {
        tag_ = byte;
        header_fill_ = 1;
        broken_ = (byte & 0x1F) == 0x1F; // no long tags in certificates
    } else if (header_fill_ == 1) {
        length_bytes_ = byte & 0x80 ? byte & 0x7F : 0;
        length_ = byte & 0x80 ? 0 : byte;
        header_fill_ = 2;
        broken_ = byte == 0x80 || length_bytes_ > 3;
    } else {
        length_ = length_ << 8 | byte;
        --length_bytes_;
    }
    if (!broken_ && header_fill_ == 2 && length_bytes_ == 0)
        header_done(visitor);
}

void DerWalker::header_done(DerVisitor &visitor)
{
    header_fill_ = 0;
    uint16_t place = 0;
    if (depth_ > 0) {
        Open &parent = open_[depth_ - 1];
        place = parent.children++;
        broken_ = length_ > parent.left || parent.children == 0;
    }
    if (broken_)
        return;
    if ((tag_ & constructed) || (tag_ == octet_string && visitor.opens(*this))) {
        if (depth_ == depth_max) {
            broken_ = true;
            return;
        }
        if (depth_ > 0)
            open_[depth_ - 1].left -= length_;
        open_[depth_++] = { length_, 0, place, tag_ };
        visitor.entered(*this);
        close_ended();
    } else if (length_ == 0) {
        visitor.primitive(*this, tag_, {});
        close_ended();
    } else {
        in_content_ = true;
        content_left_ = length_;
        content_fill_ = 0;
    }
}

// Bytes count for the innermost open element alone: opening it took its whole length off the outer one.
void DerWalker::consume(uint32_t count)
{
    if (depth_ == 0)
        return;
    if (count > open_[depth_ - 1].left)
        broken_ = true;
    else
        open_[depth_ - 1].left -= count;
}

void DerWalker::close_ended()
{
    while (depth_ > 0 && open_[depth_ - 1].left == 0)
        --depth_;
}

} // namespace espseal::runtime
