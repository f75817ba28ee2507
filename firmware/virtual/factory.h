// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "firmware/virtual/bytes.h"

#include <string>

namespace espseal::device {

// One file of a factory programming job, and where it goes.
struct FactoryImage {
    std::string file; // name as Espressif's tools give it
    uint32_t address;
    Bytes content;
};

// Boot loader, application (about 300 KB; less where the chip's map has no room for it), PHY init data and blank system parameters
// for a chip of `flash_size` bytes (512 KiB to 16 MiB, a power of two). Always the same bytes. The code is a filling: what runs
// is the bundled agent, but only while these images, or others that are sound, are in flash.
[[nodiscard]] std::vector<FactoryImage> factory_images(uint32_t flash_size);
// A whole flash as the factory leaves it.
[[nodiscard]] Bytes factory_flash(uint32_t flash_size);

} // namespace espseal::device
