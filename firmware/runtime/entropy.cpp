// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/entropy.h"

namespace espseal::runtime {

// A good source repeats a 32-bit word twice running once in 2^64 pairs; three alike mean a stuck register.
bool fill_seed(uint8_t *seed, uint32_t size, bool (*random_word)(uint32_t &word))
{
    uint32_t last = 0;
    uint32_t alike = 0;
    for (uint32_t at = 0; at < size; at += 4) {
        uint32_t word = 0;
        if (!random_word(word))
            return false;
        alike = at > 0 && word == last ? alike + 1 : 1;
        if (alike == 3)
            return false;
        last = word;
        for (uint32_t i = 0; i < 4 && at + i < size; ++i)
            seed[at + i] = static_cast<uint8_t>(word >> 8 * i);
    }
    return true;
}

} // namespace espseal::runtime
