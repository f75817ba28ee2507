// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/wire/flasher.h"
#include "firmware/flasher/port.h"

namespace espseal::flasher {

// The digest of a sector (core/wire/flasher.h), in steps short enough to look after the line between them.
class SectorDigest {
public:
    explicit SectorDigest(Port &port)
        : port_(port)
    {
    }
    void set_salt(const uint8_t *salt);
    void start(uint32_t sector);
    // True when `digest` is there.
    [[nodiscard]] bool step(uint8_t *digest);

private:
    static constexpr uint32_t step_size = 256;

    Port &port_;
    uint8_t salt_[wire::flasher::salt_size] = {};
    uint32_t sector_ = 0;
    uint32_t done_ = 0;
};

} // namespace espseal::flasher
