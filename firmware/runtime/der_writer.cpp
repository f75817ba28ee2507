// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/der_writer.h"

#include <string.h>

namespace espseal::runtime {

void DerWriter::raw(wire::ByteView bytes)
{
    full_ = full_ || bytes.size > out_.size - size_;
    if (full_ || bytes.empty())
        return;
    size_ += bytes.size;
    memmove(out_.data + out_.size - size_, bytes.data, bytes.size);
}

void DerWriter::put(uint8_t tag, wire::ByteView content)
{
    const uint32_t mark = size_;
    raw(content);
    wrap(tag, mark);
}

void DerWriter::put_unsigned(wire::ByteView value)
{
    while (value.size > 1 && value.data[0] == 0)
        value = value.part(1);
    const uint32_t mark = size_;
    raw(value);
    if (value.empty() || (value.data[0] & 0x80))
        byte(0);
    wrap(der_tag::integer, mark);
}

void DerWriter::wrap(uint8_t tag, uint32_t mark)
{
    const uint32_t length = size_ - mark;
    if (length < 0x80) {
        byte(static_cast<uint8_t>(length));
    } else {
        uint8_t octets = 0;
        for (uint32_t rest = length; rest > 0; rest >>= 8, ++octets)
            byte(static_cast<uint8_t>(rest));
        byte(static_cast<uint8_t>(0x80 | octets));
    }
    byte(tag);
}

void DerWriter::wrap_bits(uint32_t mark)
{
    byte(0);
    wrap(der_tag::bit_string, mark);
}

} // namespace espseal::runtime
