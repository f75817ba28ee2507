// SPDX-License-Identifier: Apache-2.0
#include "firmware/flasher/sector_digest.h"

namespace espseal::flasher {

using namespace wire::flasher;

void SectorDigest::set_salt(const uint8_t *salt)
{
    for (uint32_t i = 0; i < salt_size; ++i)
        salt_[i] = salt[i];
}

void SectorDigest::start(uint32_t sector)
{
    sector_ = sector;
    done_ = 0;
    uint8_t number[4];
    put32(number, sector);
    port_.hash_begin();
    port_.hash_add(salt_, salt_size);
    port_.hash_add(number, sizeof number);
}

bool SectorDigest::step(uint8_t *digest)
{
    uint32_t words[step_size / 4];
    port_.read(sector_ * sector_size + done_, words, step_size);
    port_.hash_add(words, step_size);
    done_ += step_size;
    if (done_ < sector_size)
        return false;
    port_.hash_end(digest);
    return true;
}

} // namespace espseal::flasher
