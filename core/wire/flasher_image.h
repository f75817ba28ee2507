// SPDX-License-Identifier: Apache-2.0
// The flasher as a program for the ESP8266's RAM, made at build time from firmware/flasher by the cross compiler.
#pragma once

#include "core/wire/bytes.h"

namespace espseal::wire::flasher {

// A part of it and where it goes; a whole number of words.
struct Segment {
    uint32_t address = 0;
    ByteView bytes;
};

struct Image {
    uint32_t entry = 0; // 0: built without the cross compiler, there is none
    Segment text; // instruction RAM: word access only
    Segment data; // data RAM, constants

    [[nodiscard]] constexpr bool exists() const { return entry != 0; }
};

// Over the text, then the data: what the flasher itself finds in RAM and says in its greeting.
[[nodiscard]] uint32_t image_crc(const Image &image);

// Defined in the library espseal_flasher_image.
[[nodiscard]] const Image &built_image();

} // namespace espseal::wire::flasher
