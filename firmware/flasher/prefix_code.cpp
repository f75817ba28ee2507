// SPDX-License-Identifier: Apache-2.0
#include "firmware/flasher/prefix_code.h"

namespace espseal::flasher {

namespace {

// Deflate packs a code with its first bit lowest; comparing wants it highest.
uint32_t reversed15(uint32_t bits)
{
    uint32_t out = bits & 0x7FFF;
    out = (out & 0x5555) << 1 | (out & 0xAAAA) >> 1;
    out = (out & 0x3333) << 2 | (out & 0xCCCC) >> 2;
    out = (out & 0x0F0F) << 4 | (out & 0xF0F0) >> 4;
    out = (out & 0x00FF) << 8 | (out & 0xFF00) >> 8;
    return out >> 1;
}

} // namespace

bool PrefixCode::build(uint16_t *symbols, const uint8_t *lengths, uint32_t count, bool may_be_single)
{
    uint16_t of_length[most_bits + 1];
    uint16_t next[most_bits + 1]; // place of the next symbol of a length
    for (uint32_t bits = 0; bits <= most_bits; ++bits)
        of_length[bits] = 0;
    for (uint32_t symbol = 0; symbol < count; ++symbol)
        ++of_length[lengths[symbol]];

    constexpr uint32_t whole = 1U << most_bits;
    uint32_t code = 0; // left-aligned
    uint32_t place = 0;
    for (uint32_t bits = 1; bits <= most_bits; ++bits) {
        const uint32_t step = whole >> bits;
        next[bits] = static_cast<uint16_t>(place);
        base_[bits] = static_cast<uint16_t>(place - (code >> (most_bits - bits)));
        if (of_length[bits] * step > whole - code)
            return false;
        code += of_length[bits] * step;
        place += of_length[bits];
        // 2^15 itself does not occur as an end that is compared unless everything is below it, and fits.
        end_[bits] = static_cast<uint16_t>(code);
    }
    const bool single = place == of_length[1] && place <= 1;
    if (code != whole && !(may_be_single && single))
        return false;
    for (uint32_t symbol = 0; symbol < count; ++symbol) {
        if (lengths[symbol] != 0)
            symbols[next[lengths[symbol]]++] = static_cast<uint16_t>(symbol);
    }
    symbols_ = symbols;
    return true;
}

PrefixCode::Found PrefixCode::find(uint32_t bits) const
{
    const uint32_t code = reversed15(bits);
    for (uint32_t length = 1; length <= most_bits; ++length) {
        if (code < end_[length])
            return { symbols_[static_cast<uint16_t>((code >> (most_bits - length)) + base_[length])], length };
    }
    return { none, 1 };
}

} // namespace espseal::flasher
