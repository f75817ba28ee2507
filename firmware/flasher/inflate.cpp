// SPDX-License-Identifier: Apache-2.0
#include "firmware/flasher/inflate.h"

namespace espseal::flasher {

namespace {

constexpr uint32_t end_of_block = 256;
constexpr uint32_t first_length = 257;
constexpr uint32_t last_length = 285;
constexpr uint32_t real_symbols = 286; // the fixed code has two more that mean nothing
constexpr uint32_t real_distances = 30;
constexpr uint32_t length_codes = 19;

// RFC 1951, 3.2.5.
constexpr uint16_t length_base[] = { 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258 };
constexpr uint8_t length_bits[] = { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0 };
constexpr uint16_t distance_base[]
    = { 1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577 };
// 3.2.7: the code lengths' code is sent in this order.
constexpr uint8_t order[length_codes] = { 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15 };

constexpr uint32_t distance_bits(uint32_t symbol)
{
    return symbol < 4 ? 0 : (symbol >> 1) - 1;
}

} // namespace

void Inflate::restart()
{
    stage_ = Stage::block;
    last_block_ = false;
    hold_ = held_ = made_ = 0;
}

bool Inflate::need(ByteRing &in, uint32_t count)
{
    while (held_ < count && !in.empty()) {
        hold_ |= static_cast<uint32_t>(in.take()) << held_;
        held_ += 8;
    }
    return held_ >= count;
}

uint32_t Inflate::take(uint32_t count)
{
    const uint32_t value = hold_ & ((1U << count) - 1);
    hold_ >>= count;
    held_ -= count;
    return value;
}

bool Inflate::decode(ByteRing &in, const PrefixCode &code, uint32_t &symbol)
{
    (void)need(in, PrefixCode::most_bits);
    const PrefixCode::Found found = code.find(hold_);
    if (found.bits > held_)
        return false;
    symbol = found.symbol;
    (void)take(found.bits);
    return true;
}

void Inflate::put(uint8_t byte)
{
    memory_.window[made_++ % window_size] = byte;
}

Inflate::Stop Inflate::run(ByteRing &in, uint32_t until)
{
    for (;;) {
        if (stage_ == Stage::ended)
            return Stop::ended;
        if (stage_ == Stage::bad)
            return Stop::bad;
        if (made_ == until && makes_output())
            return Stop::full;
        bool goes_on = true;
        switch (stage_) {
        case Stage::block:
            goes_on = open_block(in);
            break;
        case Stage::stored_size:
            goes_on = read_stored_size(in);
            break;
        case Stage::stored:
            goes_on = read_stored(in, until);
            break;
        case Stage::counts:
            goes_on = read_counts(in);
            break;
        case Stage::order:
            goes_on = read_order(in);
            break;
        case Stage::lengths:
            goes_on = read_lengths(in);
            break;
        case Stage::symbol:
            goes_on = read_symbol(in);
            break;
        case Stage::length:
            goes_on = read_length(in);
            break;
        case Stage::distance:
            goes_on = read_distance(in);
            break;
        case Stage::distance_rest:
            goes_on = read_distance_rest(in);
            break;
        case Stage::copy:
            copy(until);
            break;
        case Stage::ended:
        case Stage::bad:
            break;
        }
        if (!goes_on)
            return Stop::starved;
    }
}

bool Inflate::open_block(ByteRing &in)
{
    if (last_block_) {
        stage_ = Stage::ended;
        return true;
    }
    if (!need(in, 3))
        return false;
    last_block_ = take(1) == 1;
    switch (take(2)) {
    case 0:
        (void)take(held_ % 8);
        stage_ = Stage::stored_size;
        break;
    case 1:
        use_fixed_codes();
        break;
    case 2:
        stage_ = Stage::counts;
        break;
    default:
        fail();
    }
    return true;
}

bool Inflate::read_stored_size(ByteRing &in)
{
    // Size and its complement; read apart, since 32 bits would fill the holder.
    if (!need(in, 32))
        return false;
    const uint32_t size = hold_ & 0xFFFF;
    const uint32_t complement = hold_ >> 16;
    hold_ = held_ = 0;
    left_ = size;
    if ((size ^ complement) != 0xFFFF)
        fail();
    else
        stage_ = size == 0 ? Stage::block : Stage::stored;
    return true;
}

bool Inflate::read_stored(ByteRing &in, uint32_t until)
{
    while (made_ != until && left_ > 0) {
        if (in.empty())
            return false;
        put(in.take());
        --left_;
    }
    if (left_ == 0)
        stage_ = Stage::block;
    return true;
}

bool Inflate::read_counts(ByteRing &in)
{
    if (!need(in, 14))
        return false;
    literals_ = take(5) + 257;
    distances_ = take(5) + 1;
    orders_ = take(4) + 4;
    index_ = 0;
    for (uint32_t i = 0; i < length_codes; ++i)
        memory_.lengths[i] = 0;
    stage_ = Stage::order;
    if (literals_ > real_symbols || distances_ > real_distances)
        fail();
    return true;
}

bool Inflate::read_order(ByteRing &in)
{
    for (; index_ < orders_; ++index_) {
        if (!need(in, 3))
            return false;
        memory_.lengths[order[index_]] = static_cast<uint8_t>(take(3));
    }
    index_ = 0;
    stage_ = Stage::lengths;
    if (!literal_code_.build(memory_.symbols, memory_.lengths, length_codes, false))
        fail();
    return true;
}

bool Inflate::read_lengths(ByteRing &in)
{
    // How often 16, 17 and 18 repeat: a least number, and bits for more.
    constexpr uint8_t least[] = { 3, 3, 11 };
    constexpr uint8_t more[] = { 2, 3, 7 };
    constexpr uint32_t longest_item = 14;
    while (index_ < literals_ + distances_) {
        // The symbol and its bits at once, or neither.
        (void)need(in, longest_item);
        const PrefixCode::Found found = literal_code_.find(hold_);
        if (found.bits > held_)
            return false;
        if (found.symbol < 16) {
            (void)take(found.bits);
            memory_.lengths[index_++] = static_cast<uint8_t>(found.symbol);
            continue;
        }
        const uint32_t kind = found.symbol - 16;
        if (kind > 2) {
            fail();
            return true;
        }
        if (found.bits + more[kind] > held_)
            return false;
        (void)take(found.bits);
        uint32_t count = least[kind] + take(more[kind]);
        if ((kind == 0 && index_ == 0) || index_ + count > literals_ + distances_) {
            fail();
            return true;
        }
        const uint8_t value = kind == 0 ? memory_.lengths[index_ - 1] : uint8_t(0);
        for (; count > 0; --count)
            memory_.lengths[index_++] = value;
    }
    use_own_codes();
    return true;
}

void Inflate::use_fixed_codes()
{
    for (uint32_t i = 0; i < most_symbols; ++i)
        memory_.lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
    for (uint32_t i = 0; i < most_distances; ++i)
        memory_.lengths[most_symbols + i] = 5;
    literals_ = most_symbols;
    distances_ = most_distances;
    use_own_codes();
}

void Inflate::use_own_codes()
{
    stage_ = Stage::symbol;
    if (memory_.lengths[end_of_block] == 0 || !literal_code_.build(memory_.symbols, memory_.lengths, literals_, true)
        || !distance_code_.build(memory_.distances, memory_.lengths + literals_, distances_, true))
        fail();
}

bool Inflate::read_symbol(ByteRing &in)
{
    uint32_t symbol = 0;
    if (!decode(in, literal_code_, symbol))
        return false;
    if (symbol < end_of_block) {
        put(static_cast<uint8_t>(symbol));
    } else if (symbol == end_of_block) {
        stage_ = Stage::block;
    } else if (symbol > last_length) {
        fail();
    } else {
        symbol_ = symbol - first_length;
        stage_ = Stage::length;
    }
    return true;
}

bool Inflate::read_length(ByteRing &in)
{
    if (!need(in, length_bits[symbol_]))
        return false;
    left_ = length_base[symbol_] + take(length_bits[symbol_]);
    stage_ = Stage::distance;
    return true;
}

bool Inflate::read_distance(ByteRing &in)
{
    if (!decode(in, distance_code_, symbol_))
        return false;
    stage_ = Stage::distance_rest;
    if (symbol_ >= real_distances)
        fail();
    return true;
}

bool Inflate::read_distance_rest(ByteRing &in)
{
    const uint32_t bits = distance_bits(symbol_);
    if (!need(in, bits))
        return false;
    back_ = distance_base[symbol_] + take(bits);
    stage_ = Stage::copy;
    if (back_ > made_)
        fail();
    return true;
}

void Inflate::copy(uint32_t until)
{
    for (; made_ != until && left_ > 0; --left_)
        put(at(made_ - back_));
    if (left_ == 0)
        stage_ = Stage::symbol;
}

} // namespace espseal::flasher
