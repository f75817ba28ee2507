// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdint.h>

namespace espseal::runtime {

// Zeroes memory that held a secret; the compiler may not leave it out.
inline void wipe(void *memory, uint32_t size)
{
    auto *byte = static_cast<volatile uint8_t *>(memory);
    while (size-- > 0)
        *byte++ = 0;
}

} // namespace espseal::runtime
