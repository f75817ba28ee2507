// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/flasher/byte_ring.h"
#include "firmware/flasher/prefix_code.h"

namespace espseal::flasher {

// Raw Deflate (RFC 1951) from a ring into a window of 32 KB, in steps: it stops where input or permission ends and goes on there.
class Inflate {
public:
    static constexpr uint32_t window_size = 32768;
    static constexpr uint32_t most_symbols = 288;
    static constexpr uint32_t most_distances = 32;

    struct Memory {
        uint8_t window[window_size];
        uint16_t symbols[most_symbols];
        uint16_t distances[most_distances];
        uint8_t lengths[most_symbols + most_distances];
    };
    enum class Stop : uint8_t {
        starved, // all input is used up
        full, // `until` bytes have been made
        ended, // behind the last block
        bad, // no Deflate
    };

    explicit Inflate(Memory &memory)
        : memory_(memory)
    {
    }
    void restart();
    // Until `until` bytes have been made since the start.
    Stop run(ByteRing &in, uint32_t until);
    [[nodiscard]] uint32_t made() const { return made_; }
    // Byte number `place` of all that was made; one of the last 32768.
    [[nodiscard]] uint8_t at(uint32_t place) const { return memory_.window[place % window_size]; }

private:
    enum class Stage : uint8_t { block, stored_size, stored, counts, order, lengths, symbol, length, distance, distance_rest, copy, ended, bad };

    [[nodiscard]] bool need(ByteRing &in, uint32_t count);
    uint32_t take(uint32_t count);
    // False if the input does not suffice; `symbol` may be PrefixCode::none.
    [[nodiscard]] bool decode(ByteRing &in, const PrefixCode &code, uint32_t &symbol);
    void put(uint8_t byte);

    // Each does the work of a stage as far as it gets. False: the input does not suffice.
    [[nodiscard]] bool open_block(ByteRing &in);
    [[nodiscard]] bool read_stored_size(ByteRing &in);
    [[nodiscard]] bool read_stored(ByteRing &in, uint32_t until);
    [[nodiscard]] bool read_counts(ByteRing &in);
    [[nodiscard]] bool read_order(ByteRing &in);
    [[nodiscard]] bool read_lengths(ByteRing &in);
    [[nodiscard]] bool read_symbol(ByteRing &in);
    [[nodiscard]] bool read_length(ByteRing &in);
    [[nodiscard]] bool read_distance(ByteRing &in);
    [[nodiscard]] bool read_distance_rest(ByteRing &in);
    void copy(uint32_t until);
    void use_fixed_codes();
    void use_own_codes();
    void fail() { stage_ = Stage::bad; }
    [[nodiscard]] bool makes_output() const { return stage_ == Stage::symbol || stage_ == Stage::stored || stage_ == Stage::copy; }

    Memory &memory_;
    PrefixCode literal_code_; // literals, lengths and the end of a block; of the code lengths before that
    PrefixCode distance_code_;
    Stage stage_ = Stage::block;
    bool last_block_ = false;
    uint32_t hold_ = 0; // bits that were taken from the input and not used, the next one lowest
    uint32_t held_ = 0; // how many
    uint32_t made_ = 0;
    uint32_t literals_ = 0; // symbols in the block's first code
    uint32_t distances_ = 0; // in its second
    uint32_t orders_ = 0; // lengths of the code lengths' code
    uint32_t index_ = 0; // of the length that is read next
    uint32_t left_ = 0; // bytes to copy
    uint32_t symbol_ = 0; // whose extra bits come next
    uint32_t back_ = 0; // how far to copy from
};

} // namespace espseal::flasher
