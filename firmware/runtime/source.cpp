// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/source.h"

#include "core/wire/crc.h"
#include "firmware/runtime/port.h"

#include <string.h>

namespace espseal::runtime {

bool Source::read(uint32_t offset, uint8_t *into, uint32_t size) const
{
    if (offset > size_ || size > size_ - offset)
        return false;
    if (!data_)
        return port::flash_read(address_ + offset, into, size);
    memcpy(into, data_ + offset, size);
    return true;
}

uint32_t Source::crc32() const
{
    uint8_t piece[source_piece];
    uint32_t crc = 0;
    for (uint32_t at = 0; at < size_; at += source_piece) {
        const uint32_t count = size_ - at < source_piece ? size_ - at : source_piece;
        if (!read(at, piece, count))
            return 0;
        crc = wire::crc32({ piece, count }, crc);
    }
    return crc;
}

} // namespace espseal::runtime
