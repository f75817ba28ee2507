// SPDX-License-Identifier: Apache-2.0
// Writes DER (X.690) from its last byte to its first, so that a length is known when its header is due.
//
//   DerWriter der(buffer);
//   const uint32_t mark = der.size();
//   der.put(0x02, value);             // what comes last is written first
//   der.put(0x0C, text);
//   der.wrap(0x30, mark);             // SEQUENCE { UTF8String, INTEGER }
#pragma once

#include "core/wire/bytes.h"

namespace espseal::runtime {

namespace der_tag {
inline constexpr uint8_t integer = 0x02, bit_string = 0x03, null = 0x05, oid = 0x06, utf8_string = 0x0C, sequence = 0x30, set = 0x31, attributes = 0xA0;
}

class DerWriter {
public:
    explicit DerWriter(wire::ByteSpan out)
        : out_(out)
    {
    }
    // Bytes as they are, in front of what is there; they may lie in the same buffer.
    void raw(wire::ByteView bytes);
    // One primitive element.
    void put(uint8_t tag, wire::ByteView content);
    // INTEGER that is not negative, from big-endian bytes.
    void put_unsigned(wire::ByteView value);
    // Makes what was written since `mark` (an earlier size()) the content of an element.
    void wrap(uint8_t tag, uint32_t mark);
    // The same as a BIT STRING without unused bits.
    void wrap_bits(uint32_t mark);

    [[nodiscard]] uint32_t size() const { return size_; }
    // What was written; empty if it did not fit.
    [[nodiscard]] wire::ByteView view() const { return full_ ? wire::ByteView() : wire::ByteView { out_.data + out_.size - size_, size_ }; }
    // Since `mark`: the newest bytes.
    [[nodiscard]] wire::ByteView since(uint32_t mark) const { return view().part(0, size_ - mark); }

private:
    void byte(uint8_t value) { raw({ &value, 1 }); }

    wire::ByteSpan out_;
    uint32_t size_ = 0; // at the end of out_
    bool full_ = false;
};

} // namespace espseal::runtime
