// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/console.h"

#include "firmware/runtime/trace.h"

namespace espseal::runtime {

namespace {
constexpr char upper[] = "0123456789ABCDEF";
constexpr char lower[] = "0123456789abcdef";
} // namespace

void TextWriter::put(char c)
{
    if (size_ < room_)
        buffer_[size_++] = c;
}

TextWriter &TextWriter::add(const char *text)
{
    while (*text)
        put(*text++);
    return *this;
}

TextWriter &TextWriter::add(wire::Text text)
{
    for (uint32_t i = 0; i < text.size; ++i)
        put(text.data[i] >= 0x20 && text.data[i] < 0x7F ? text.data[i] : '?');
    return *this;
}

TextWriter &TextWriter::number(uint32_t value)
{
    char reversed[10];
    uint32_t count = 0;
    do {
        reversed[count++] = upper[value % 10];
        value /= 10;
    } while (value > 0);
    while (count > 0)
        put(reversed[--count]);
    return *this;
}

TextWriter &TextWriter::code(int32_t value)
{
    if (value < 0)
        put('-');
    return number(value < 0 ? 0u - static_cast<uint32_t>(value) : static_cast<uint32_t>(value));
}

TextWriter &TextWriter::hex(uint32_t value)
{
    uint32_t shift = 28;
    while (shift > 4 && value >> shift == 0)
        shift -= 4;
    for (;; shift -= 4) {
        put(upper[value >> shift & 0xF]);
        if (shift == 0)
            return *this;
    }
}

TextWriter &TextWriter::ip(const uint8_t *ip)
{
    for (uint32_t i = 0; i < 4; ++i) {
        if (i > 0)
            put('.');
        number(ip[i]);
    }
    return *this;
}

TextWriter &TextWriter::mac(const uint8_t *mac)
{
    for (uint32_t i = 0; i < 6; ++i) {
        if (i > 0)
            put(':');
        put(lower[mac[i] >> 4]);
        put(lower[mac[i] & 0xF]);
    }
    return *this;
}

void TextWriter::end()
{
    trace().text(buffer_, size_);
    trace().text("\r\n", 2);
}

} // namespace espseal::runtime
