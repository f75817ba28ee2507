// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/loader/spi_flash.h"

namespace espseal::loader {

inline constexpr int most_attempts = 5;

// Does idempotent work again after a line fault.
template <class Work> auto repeat(SpiFlash &flash, const std::stop_token &stop, Work work) -> decltype(work())
{
    for (int attempt = 1;; ++attempt) {
        auto done = work();
        if (done || !is_line_fault(done.error()) || attempt == most_attempts)
            return done;
        if (const Result<void> recovered = flash.recover(stop); !recovered)
            return failure(recovered.error());
    }
}

} // namespace espseal::loader
