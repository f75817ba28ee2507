// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdint.h>

namespace espseal::flasher {

// A canonical prefix code (RFC 1951, 3.2.2) of at most `most_symbols` symbols with up to 15 bits each, decoded by comparing left-aligned codes with the
// end of each length's range.
class PrefixCode {
public:
    static constexpr uint32_t most_bits = 15;
    static constexpr uint32_t none = 0xFFFF;

    // `symbols`: memory for as many symbols as there will be. `lengths`: bits of each symbol's code, 0 for none. False if no code has these lengths; with
    // `may_be_single` one code of one bit, or none at all, is one nevertheless, and the bits that have no meaning give `none`.
    [[nodiscard]] bool build(uint16_t *symbols, const uint8_t *lengths, uint32_t count, bool may_be_single);

    struct Found {
        uint32_t symbol = none;
        uint32_t bits = 0; // of its code; more than were given: not known yet
    };
    // `bits`: the next bits of the stream, the first in the lowest place, 0 behind those that are there.
    [[nodiscard]] Found find(uint32_t bits) const;

private:
    uint16_t end_[most_bits + 1]; // behind the codes of that length, as 15 bits
    uint16_t base_[most_bits + 1]; // place of a length's code 0, modulo 2^16
    const uint16_t *symbols_ = nullptr;
};

} // namespace espseal::flasher
