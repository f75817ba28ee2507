// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdint.h>

namespace espseal::runtime {

// Fills a seed from the port's raw random words, watching them with the repetition count test of NIST SP 800-90B 4.4.1.
// False: the source is gone or stuck; the seed must not be used.
[[nodiscard]] bool fill_seed(uint8_t *seed, uint32_t size, bool (*random_word)(uint32_t &word));

} // namespace espseal::runtime
